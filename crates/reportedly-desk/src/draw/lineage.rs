//! A lineage.
