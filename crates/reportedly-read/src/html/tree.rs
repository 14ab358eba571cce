//! A page's tags as a tree: linear in the page, of bounded depth, whatever the page does.
//!
//! The tokens are those of the HTML standard; the tree is simpler than its tree (no adoption agency, no foster parents),
//! because those parts of it take quadratic time and memory on hostile pages and change nothing that we read.

use std::convert::Infallible;

use html5gum::Tokenizer;
use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};

/// Deepest nesting that is kept; what is nested deeper hangs on its last ancestor. Browsers stop at 512.
const DEEPEST: usize = 256;
/// Most attributes of one tag, and longest value, that are looked at.
const ATTRIBUTES: usize = 64;
const VALUE: usize = 1 << 16;

/// Index of a node.
pub(crate) type NodeId = usize;

/// A page. Node 0 is the page itself; parents stand before their children.
pub(crate) struct Tree {
    pub(crate) nodes: Vec<Node>,
    /// Whether something was nested too deeply.
    pub(crate) flattened: bool,
}

/// A tag with what it holds, or a run of text.
pub(crate) struct Node {
    /// Lower-case name; empty for text.
    pub(crate) name: String,
    pub(crate) attributes: Vec<(String, String)>,
    pub(crate) text: String,
    pub(crate) parent: NodeId,
    pub(crate) children: Vec<NodeId>,
}

impl Node {
    /// The value of an attribute.
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

impl Tree {
    /// Reads a page.
    pub(crate) fn parse(html: &str) -> Tree {
        let mut builder = Builder::new();
        let mut emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, _: html5gum::Span<()>| {
            builder.event(event);
            None::<Infallible>
        });
        emitter.naively_switch_states(true);
        // a string cannot fail to be read
        let _ = Tokenizer::new_with_emitter(html, emitter).finish();
        Tree { nodes: builder.nodes, flattened: builder.flattened }
    }

    pub(crate) fn node(&self, id: NodeId) -> Option<&Node> {
        self.nodes.get(id)
    }

    /// The node itself and what it stands in, up to the page.
    pub(crate) fn ancestors(&self, id: NodeId) -> impl Iterator<Item = NodeId> {
        let mut next = Some(id);
        std::iter::from_fn(move || {
            let id = next?;
            next = self.nodes.get(id).map(|node| node.parent).filter(|&parent| parent != id);
            Some(id)
        })
    }

    /// Tags of that name, in order.
    pub(crate) fn named<'a>(&'a self, name: &'a str) -> impl Iterator<Item = (NodeId, &'a Node)> {
        self.nodes.iter().enumerate().filter(move |(_, node)| node.name == name)
    }

    /// All text in a node, white space collapsed.
    pub(crate) fn text(&self, id: NodeId) -> String {
        let (mut words, mut stack) = (String::new(), vec![id]);
        while let Some(id) = stack.pop() {
            let Some(node) = self.nodes.get(id) else { continue };
            if node.name.is_empty() {
                words.push_str(&node.text);
            } else if !matches!(node.name.as_str(), "script" | "style" | "noscript" | "template") {
                stack.extend(node.children.iter().rev());
                words.push(' ');
            }
        }
        words.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

struct Builder {
    nodes: Vec<Node>,
    /// Open tags, the page first.
    open: Vec<NodeId>,
    /// Tags open beyond the deepest that is kept.
    beyond: usize,
    flattened: bool,
    tag: String,
    attributes: Vec<(String, String)>,
    /// Whether the last attribute is one too many.
    passed_over: bool,
}

impl Builder {
    fn new() -> Builder {
        let page = Node {
            name: "#page".to_owned(),
            attributes: Vec::new(),
            text: String::new(),
            parent: 0,
            children: Vec::new(),
        };
        Builder {
            nodes: vec![page],
            open: vec![0],
            beyond: 0,
            flattened: false,
            tag: String::new(),
            attributes: Vec::new(),
            passed_over: false,
        }
    }

    fn event(&mut self, event: CallbackEvent<'_>) {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        match event {
            CallbackEvent::OpenStartTag { name } => {
                self.tag = text(name).to_ascii_lowercase();
                self.attributes.clear();
            }
            CallbackEvent::AttributeName { name } => {
                self.passed_over = self.attributes.len() >= ATTRIBUTES;
                if !self.passed_over {
                    self.attributes.push((text(name), String::new()));
                }
            }
            CallbackEvent::AttributeValue { value } => {
                if let Some((_, slot)) = self.attributes.last_mut().filter(|_| !self.passed_over) {
                    slot.push_str(&text(value.get(..VALUE).unwrap_or(value)));
                }
            }
            CallbackEvent::CloseStartTag { self_closing } => self.start(self_closing),
            CallbackEvent::EndTag { name } => self.end(&text(name).to_ascii_lowercase()),
            CallbackEvent::String { value } => {
                let value = text(value);
                self.add(String::new(), value);
            }
            _ => {}
        }
    }

    fn add(&mut self, name: String, text: String) -> NodeId {
        let id = self.nodes.len();
        let parent = self.open.last().copied().unwrap_or(0);
        let attributes = std::mem::take(&mut self.attributes);
        if let Some(parent) = self.nodes.get_mut(parent) {
            parent.children.push(id);
        }
        self.nodes.push(Node { name, attributes, text, parent, children: Vec::new() });
        id
    }

    fn start(&mut self, self_closing: bool) {
        let name = std::mem::take(&mut self.tag);
        // a second <html> or <body> only adds attributes
        if matches!(name.as_str(), "html" | "body")
            && self.nodes.iter().take(400).any(|node| node.name == name)
        {
            return;
        }
        self.close_implied(&name);
        let empty = is_void(&name) || (self_closing && !is_block(&name) && name != "a" && name != "span");
        let id = self.add(name, String::new());
        if empty {
            return;
        }
        if self.open.len() < DEEPEST {
            self.open.push(id);
        } else {
            self.beyond += 1;
            self.flattened = true;
        }
    }

    /// Tags whose end tag may be left out end here.
    fn close_implied(&mut self, name: &str) {
        let closes: &[&str] = match name {
            "li" => &["li"],
            "dt" | "dd" => &["dt", "dd"],
            "tr" => &["tr", "td", "th"],
            "td" | "th" => &["td", "th"],
            "tbody" | "thead" | "tfoot" => &["tr", "td", "th", "tbody", "thead", "tfoot"],
            "option" => &["option"],
            "a" => &["a"],
            "body" => &["head"],
            _ if is_block(name) => &["p"],
            _ => return,
        };
        let scope: &[&str] = match name {
            "li" => &["ul", "ol", "td", "th", "table", "div", "section", "article"],
            "dt" | "dd" => &["dl", "td", "th", "table"],
            "tr" | "td" | "th" | "tbody" | "thead" | "tfoot" => &["table"],
            "a" => &["p", "div", "li", "td", "th", "section", "article", "h1", "h2", "h3"],
            _ => &["td", "th", "table", "button", "div", "section", "article", "li"],
        };
        let mut cut = None;
        for (depth, &id) in self.open.iter().enumerate().skip(1).rev() {
            let Some(open) = self.nodes.get(id) else { break };
            if closes.contains(&open.name.as_str()) {
                cut = Some(depth);
                // a cell stands in a row: go on to the outermost that closes
                if !name.starts_with('t') {
                    break;
                }
            } else if scope.contains(&open.name.as_str()) {
                break;
            }
        }
        if let Some(depth) = cut {
            self.open.truncate(depth.max(1));
        }
    }

    fn end(&mut self, name: &str) {
        if self.beyond > 0 && !is_void(name) {
            self.beyond -= 1;
            return;
        }
        if name == "br" {
            self.add("br".to_owned(), String::new());
            return;
        }
        let block = is_block(name) || matches!(name, "body" | "html");
        for (depth, &id) in self.open.iter().enumerate().skip(1).rev() {
            let Some(open) = self.nodes.get(id) else { break };
            if open.name == name {
                let blocks_inside = self
                    .open
                    .iter()
                    .skip(depth + 1)
                    .any(|&id| self.nodes.get(id).is_some_and(|inner| is_block(&inner.name)));
                if block || !blocks_inside {
                    self.open.truncate(depth);
                } else {
                    // </b> after <b><p>: the paragraph goes on
                    self.open.remove(depth);
                }
                return;
            }
            // an end tag in a cell does not end what is outside the table
            let wall = matches!(open.name.as_str(), "table" | "td" | "th");
            if wall
                && !matches!(
                    name,
                    "table" | "tr" | "td" | "th" | "tbody" | "thead" | "tfoot" | "body" | "html"
                )
            {
                return;
            }
        }
    }
}

fn is_void(name: &str) -> bool {
    matches!(
        name,
        "area"
            | "base"
            | "br"
            | "col"
            | "embed"
            | "hr"
            | "img"
            | "input"
            | "link"
            | "meta"
            | "param"
            | "source"
            | "track"
            | "wbr"
    )
}

/// Tags that stand on their own lines.
pub(crate) fn is_block(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "center"
            | "dd"
            | "details"
            | "dialog"
            | "dir"
            | "div"
            | "dl"
            | "dt"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "form"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "hgroup"
            | "hr"
            | "li"
            | "main"
            | "menu"
            | "nav"
            | "ol"
            | "p"
            | "pre"
            | "section"
            | "summary"
            | "table"
            | "tbody"
            | "td"
            | "tfoot"
            | "th"
            | "thead"
            | "tr"
            | "ul"
            | "caption"
            | "#page"
            | "html"
            | "body"
            | "head"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Tags and words as nested brackets.
    fn check(html: &str) -> String {
        fn show(tree: &Tree, id: NodeId, out: &mut String) {
            let node = &tree.nodes[id];
            if node.name.is_empty() {
                out.push_str(&node.text);
                return;
            }
            out.push_str(&format!("{}(", node.name));
            node.children.iter().for_each(|&child| show(tree, child, out));
            out.push(')');
        }
        let (tree, mut out) = (Tree::parse(html), String::new());
        tree.nodes[0].children.iter().for_each(|&child| show(&tree, child, &mut out));
        out
    }

    #[test]
    fn end_tags_may_be_missing() {
        assert_eq!(check("<p>One<p>Two <b>three</b><div>Four</div>"), "p(One)p(Two b(three))div(Four)");
        assert_eq!(check("<ul><li>One<li>Two</ul>"), "ul(li(One)li(Two))");
        assert_eq!(
            check("<table><tr><td>One<td>Two<tr><td>Three</table>x"),
            "table(tr(td(One)td(Two))tr(td(Three)))x"
        );
        assert_eq!(check("One</div></p><br>Two"), "Onebr()Two");
        assert_eq!(check("<b><p>One</b> two</p>"), "b(p(One two))");
    }

    #[test]
    fn depth_is_bounded() {
        let tree = Tree::parse(&format!("{}<p>words</p>", "<div>".repeat(100_000)));
        assert!(tree.flattened);
        assert!(tree.text(0).contains("words"));
        let last = tree.nodes.len() - 1;
        assert!(tree.ancestors(last).count() <= DEEPEST + 1);
    }

    #[test]
    fn entities_and_raw_text() {
        assert_eq!(
            check("<p>&ldquo;A &amp; B&rdquo;</p><script>if (a<b) {}</script>"),
            "p(“A & B”)script(if (a<b) {})"
        );
    }
}
