//! Many reports at once, results in input order, memory that does not grow with their number.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Mutex, PoisonError};
use std::thread;

/// Stack of each thread: room for deeply nested pages.
const STACK: usize = 16 << 20;

/// Runs `work` over `items` on `threads` threads and hands the results to `take`, in the order of the items.
///
/// `items` is drawn on a thread of its own, at most `ahead` items (and a few for each thread) ahead of what is taken, so
/// that the threads have work while one result takes its time. When `take` says false, nothing more is drawn.
pub(crate) fn run<I, T, R>(
    items: I,
    threads: usize,
    ahead: usize,
    work: impl Fn(T) -> R + Sync,
    mut take: impl FnMut(R) -> bool,
) -> std::io::Result<()>
where
    I: Iterator<Item = T> + Send,
    T: Send,
    R: Send,
{
    let near = threads.saturating_mul(2).max(2);
    // Each item travels with the sender of its own result; the receivers queue up in order.
    let (jobs_in, jobs_out) = sync_channel::<(T, SyncSender<R>)>(near);
    let (order_in, order_out) = sync_channel::<Receiver<R>>(near.saturating_add(ahead));
    let jobs_out = Mutex::new(jobs_out);
    thread::scope(|scope| {
        let (jobs_out, work) = (&jobs_out, &work);
        for _ in 0..threads {
            thread::Builder::new().stack_size(STACK).spawn_scoped(scope, move || {
                loop {
                    let job = jobs_out.lock().unwrap_or_else(PoisonError::into_inner).recv();
                    let Ok((item, result)) = job else { break };
                    // Nobody waits for the result once the output is closed.
                    let _ = result.send(work(item));
                }
            })?;
        }
        thread::Builder::new().stack_size(STACK).spawn_scoped(scope, move || {
            for item in items {
                let (result_in, result_out) = sync_channel(1);
                if order_in.send(result_out).is_err() || jobs_in.send((item, result_in)).is_err() {
                    break;
                }
            }
        })?;
        for result in &order_out {
            let Ok(result) = result.recv() else { continue };
            if !take(result) {
                break;
            }
        }
        // Closing the queue stops the drawing, and that the workers.
        drop(order_out);
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn squares(threads: usize, most: usize) -> Vec<u64> {
        let mut taken = Vec::new();
        let work = |n: u64| {
            std::thread::sleep(std::time::Duration::from_micros(n * 7919 % 300));
            n * n
        };
        run(0..200, threads, most % 3, work, |n| {
            taken.push(n);
            taken.len() < most
        })
        .unwrap();
        taken
    }

    #[test]
    fn results_come_in_order() {
        let expected: Vec<u64> = (0..200).map(|n| n * n).collect();
        assert_eq!(squares(1, 1000), expected);
        assert_eq!(squares(4, 1000), expected);
    }

    #[test]
    fn it_stops_when_told() {
        assert_eq!(squares(3, 2), [0, 1]);
    }

    #[test]
    fn no_more_is_drawn_than_is_taken() {
        let drawn = std::sync::atomic::AtomicUsize::new(0);
        let items = (0..1000).inspect(|_| {
            drawn.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        });
        let mut most = 0;
        let mut taken = 0;
        run(
            items,
            2,
            0,
            |n| n,
            |_: i32| {
                taken += 1;
                let ahead = drawn.load(std::sync::atomic::Ordering::Relaxed).saturating_sub(taken);
                most = most.max(ahead);
                true
            },
        )
        .unwrap();
        assert!(most <= 8, "{most} items ahead");
    }
}
