//! Time on a processor, which others on the machine disturb less than they disturb the clock on the wall.

use std::path::Path;
use std::time::Duration;

/// What threads of this name in this process have used; none where the system does not tell.
pub fn of_threads(name: &str) -> Option<Duration> {
    sum(Path::new("/proc/self/task"), &|thread| thread == name)
}

/// What all threads of another process have used.
pub fn of_process(id: u32) -> Option<Duration> {
    sum(Path::new(&format!("/proc/{id}/task")), &|_| true)
}

fn sum(tasks: &Path, wanted: &dyn Fn(&str) -> bool) -> Option<Duration> {
    let mut sum = Duration::ZERO;
    for task in std::fs::read_dir(tasks).ok()? {
        let path = task.ok()?.path();
        // It may have ended since.
        let (Ok(name), Ok(used)) =
            (std::fs::read_to_string(path.join("comm")), std::fs::read_to_string(path.join("schedstat")))
        else {
            continue;
        };
        if wanted(name.trim_end()) {
            sum += Duration::from_nanos(used.split_whitespace().next()?.parse().ok()?);
        }
    }
    Some(sum)
}
