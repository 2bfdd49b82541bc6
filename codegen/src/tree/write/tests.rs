//! Every change to the file system is made to fail in turn, once with and once without the
//! chance to clear up, so that no order of steps needs to be believed.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::io;
use std::sync::mpsc;
use std::time::SystemTime;

use tempfile::TempDir;

use super::super::MARKER;
use super::super::disk::Change;
use super::*;

/// Everything in a folder: contents, or `->` and the goal of a link; folders end in `/`.
type Snapshot = BTreeMap<String, String>;

fn tree(files: &[(&str, &str)]) -> Tree {
    let mut tree = Tree::new();
    for (path, text) in files {
        tree.insert(path, format!("// {MARKER}\n{text}")).unwrap();
    }
    tree
}

/// A crate as it was, and as it is to become: one file of each fate.
fn before() -> Tree {
    tree(&[("Cargo.toml", "same"), ("src/lib.rs", "old"), ("src/gone/stale.rs", "stale")])
}

fn after() -> Tree {
    tree(&[("Cargo.toml", "same"), ("src/lib.rs", "new"), ("src/more/added.rs", "added")])
}

/// A temporary folder with the crate `ecs` as it was, and files of others in it.
fn generated() -> (TempDir, PathBuf) {
    let parent = tempfile::tempdir().unwrap();
    let dir = parent.path().join("ecs");
    before().write(&dir).unwrap();
    fs::write(dir.join("NOTES"), "by hand").unwrap();
    fs::create_dir_all(dir.join("target/package")).unwrap();
    fs::write(dir.join("target/CACHEDIR.TAG"), "").unwrap();
    fs::write(dir.join("target/package/lib.rs"), format!("// {MARKER}")).unwrap();
    fs::create_dir(dir.join("empty")).unwrap();
    (parent, dir)
}

fn snapshot(root: &Path) -> Snapshot {
    fn visit(folder: &Path, prefix: &str, into: &mut Snapshot) {
        for entry in fs::read_dir(folder).unwrap() {
            let entry = entry.unwrap();
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            let kind = entry.file_type().unwrap();
            if kind.is_dir() {
                visit(&entry.path(), &format!("{name}/"), into);
                into.insert(format!("{name}/"), String::new());
            } else if kind.is_symlink() {
                let goal = fs::read_link(entry.path()).unwrap();
                into.insert(name, format!("-> {}", goal.display()));
            } else {
                into.insert(name, fs::read_to_string(entry.path()).unwrap());
            }
        }
    }
    let mut into = Snapshot::new();
    visit(root, "", &mut into);
    into
}

fn modified(file: &Path) -> SystemTime {
    fs::metadata(file).unwrap().modified().unwrap()
}

/// Makes a file look old, so that touching it would show.
fn age(file: &Path) -> SystemTime {
    let file_handle = fs::File::options().append(true).open(file).unwrap();
    file_handle.set_modified(SystemTime::UNIX_EPOCH).unwrap();
    modified(file)
}

#[test]
fn a_new_folder_is_made_with_those_above_it() {
    let parent = tempfile::tempdir().unwrap();
    let dir = parent.path().join("generated/ecs");
    let written = after().write(&dir).unwrap();
    assert_eq!(written, Written { written: 3, unchanged: 0, removed: 0 });
    assert!(after().compare(&dir).unwrap().is_empty());
    assert_eq!(snapshot(&parent.path().join("generated")).len(), 3 + 3);
}

#[test]
fn each_file_meets_its_fate() {
    let (parent, dir) = generated();
    let manifest = age(&dir.join("Cargo.toml"));
    let notes = age(&dir.join("NOTES"));
    let written = after().write(&dir).unwrap();
    assert_eq!(written, Written { written: 2, unchanged: 1, removed: 1 });

    let files = snapshot(parent.path());
    let names: Vec<_> = files.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        [
            "ecs/",
            "ecs/Cargo.toml",
            "ecs/NOTES",
            "ecs/empty/",
            "ecs/src/",
            "ecs/src/lib.rs",
            "ecs/src/more/",
            "ecs/src/more/added.rs",
            "ecs/target/",
            "ecs/target/CACHEDIR.TAG",
            "ecs/target/package/",
            "ecs/target/package/lib.rs",
        ]
    );
    assert!(files["ecs/src/lib.rs"].ends_with("new"));
    assert_eq!(modified(&dir.join("Cargo.toml")), manifest);
    assert_eq!(modified(&dir.join("NOTES")), notes);
}

#[test]
fn nothing_is_touched_if_nothing_changes() {
    let (_parent, dir) = generated();
    let folder = modified(&dir);
    let written = before().write(&dir).unwrap();
    assert_eq!(written, Written { written: 0, unchanged: 3, removed: 0 });
    assert_eq!(modified(&dir), folder);
}

/// Runs with the `failing`th change refused, and all after it too if `crash`.
///
/// False if there were not that many changes.
fn run_with_fault(dir: &Path, failing: usize, crash: bool, atomic: bool) -> bool {
    let count = Cell::new(0);
    let gate = |change: Change, _: &Path| {
        if change == Change::Exchange && !atomic {
            return Err(io::ErrorKind::Unsupported.into());
        }
        let this = count.replace(count.get() + 1);
        if this == failing || (crash && this > failing) {
            return Err(io::ErrorKind::StorageFull.into());
        }
        Ok(())
    };
    let failed = write(&after(), dir, Disk::gated(&gate)).is_err();
    assert!(!failed || count.get() > failing, "it failed for another reason");
    count.get() > failing
}

#[test]
fn whatever_fails_leaves_the_old_crate_or_the_new_one() {
    let expected_after = {
        let (_parent, dir) = generated();
        after().write(&dir).unwrap();
        snapshot(&dir)
    };
    for atomic in [true, false] {
        for failing in 0.. {
            let (parent, dir) = generated();
            let expected_before = snapshot(&dir);
            let manifest = age(&dir.join("Cargo.toml"));
            if !run_with_fault(&dir, failing, false, atomic) {
                assert!(failing > 10, "there are more changes than that");
                break;
            }
            let found = snapshot(&dir);
            assert!(
                found == expected_before || found == expected_after,
                "change {failing}: {found:#?}"
            );
            assert_eq!(modified(&dir.join("Cargo.toml")), manifest);

            after().write(&dir).unwrap();
            assert_eq!(snapshot(&dir), expected_after);
            let leftovers = snapshot(parent.path());
            assert!(leftovers.keys().all(|name| name.starts_with("ecs/")));
        }
    }
}

#[test]
fn whenever_a_run_is_killed_the_next_one_mends_it() {
    let expected_after = {
        let (_parent, dir) = generated();
        after().write(&dir).unwrap();
        snapshot(&dir)
    };
    for atomic in [true, false] {
        for failing in 0.. {
            let (parent, dir) = generated();
            let expected_before = snapshot(&dir);
            if !run_with_fault(&dir, failing, true, atomic) {
                break;
            }
            // Where two folders cannot be exchanged in one step, the old one may wait in the
            // work folder for the next run.
            if atomic || dir.exists() {
                let found = snapshot(&dir);
                assert!(found == expected_before || found == expected_after);
            }
            after().write(&dir).unwrap();
            assert_eq!(snapshot(&dir), expected_after, "change {failing}");
            let leftovers = snapshot(parent.path());
            assert!(leftovers.keys().all(|name| name.starts_with("ecs/")));
        }
    }
}

/// Neither the new folder can take the old one's place then, nor the old one return to it, while
/// files can still be removed.
#[test]
fn an_old_crate_that_cannot_return_waits_for_the_next_run() {
    let (_parent, dir) = generated();
    let renamed = Cell::new(0);
    let gate = |change: Change, _: &Path| match change {
        Change::Exchange => Err(io::ErrorKind::Unsupported.into()),
        Change::Rename if renamed.replace(renamed.get() + 1) > 0 => {
            Err(io::ErrorKind::StorageFull.into())
        }
        _ => Ok(()),
    };
    write(&after(), &dir, Disk::gated(&gate)).unwrap_err();
    assert!(!dir.exists());
    before().write(&dir).unwrap();
    assert_eq!(fs::read_to_string(dir.join("NOTES")).unwrap(), "by hand");
}

#[test]
fn a_first_run_that_fails_leaves_nothing() {
    for failing in 1.. {
        let parent = tempfile::tempdir().unwrap();
        let dir = parent.path().join("ecs");
        if !run_with_fault(&dir, failing, false, true) {
            break;
        }
        if !dir.exists() {
            after().write(&dir).unwrap();
        }
        assert!(after().compare(&dir).unwrap().is_empty());
    }
}

#[test]
fn a_folder_that_was_not_generated_is_refused() {
    let parent = tempfile::tempdir().unwrap();
    let dir = parent.path().join("ecs");
    fs::create_dir_all(dir.join("src")).unwrap();
    // The marker counts in the first line only.
    fs::write(dir.join("Cargo.toml"), format!("[package]\n# {MARKER}\n")).unwrap();
    let old = snapshot(parent.path());
    let error = after().write(&dir).unwrap_err();
    assert!(matches!(error, TreeError::NotGenerated(_)), "{error}");
    assert_eq!(snapshot(parent.path()), old);

    fs::write(dir.join("src/lib.rs"), format!("//! {MARKER}\n")).unwrap();
    after().write(&dir).unwrap();
}

#[test]
fn an_empty_folder_is_taken() {
    let dir = tempfile::tempdir().unwrap();
    after().write(dir.path()).unwrap();
    assert!(after().compare(dir.path()).unwrap().is_empty());
}

#[test]
fn a_file_in_the_way_of_a_folder_is_refused() {
    let (parent, dir) = generated();
    fs::write(dir.join("src/more"), "by hand").unwrap();
    let old = snapshot(parent.path());
    let error = after().write(&dir).unwrap_err();
    assert!(matches!(error, TreeError::InTheWay(_)), "{error}");
    assert_eq!(snapshot(parent.path()), old);
}

#[test]
fn a_folder_in_the_way_of_a_file_is_refused() {
    let (_parent, dir) = generated();
    fs::create_dir_all(dir.join("src/more/added.rs/by")).unwrap();
    let error = after().write(&dir).unwrap_err();
    assert!(matches!(error, TreeError::InTheWay(_)), "{error}");
}

#[test]
fn a_file_cannot_be_replaced_by_a_crate() {
    let parent = tempfile::tempdir().unwrap();
    let file = parent.path().join("ecs");
    fs::write(&file, "by hand").unwrap();
    let error = after().write(&file).unwrap_err();
    assert!(matches!(error, TreeError::NotAFolder(_)), "{error}");
    let error = after().write(&file.join("below")).unwrap_err();
    assert!(matches!(error, TreeError::Io { .. }), "{error}");
    assert_eq!(fs::read_to_string(file).unwrap(), "by hand");
}

#[test]
fn the_root_of_all_folders_is_refused() {
    let error = after().write(Path::new("/")).unwrap_err();
    assert!(matches!(error, TreeError::NotAFolder(_)), "{error}");
}

#[cfg(unix)]
mod links {
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn links_are_kept_and_not_followed() {
        let (parent, dir) = generated();
        let outside = parent.path().join("outside");
        before().write(&outside).unwrap();
        symlink(&outside, dir.join("link")).unwrap();
        symlink("nowhere", dir.join("broken")).unwrap();
        after().write(&dir).unwrap();
        assert_eq!(fs::read_link(dir.join("link")).unwrap(), outside);
        assert_eq!(fs::read_link(dir.join("broken")).unwrap(), Path::new("nowhere"));
        assert!(before().compare(&outside).unwrap().is_empty());
    }

    #[test]
    fn a_link_where_generated_files_belong_is_refused() {
        for (link, goal) in [("src", "src"), ("Cargo.toml", "Cargo.toml")] {
            let (parent, dir) = generated();
            let outside = parent.path().join("outside");
            before().write(&outside).unwrap();
            let old = snapshot(&outside);
            fs::rename(dir.join(link), parent.path().join("aside")).unwrap();
            symlink(outside.join(goal), dir.join(link)).unwrap();
            let error = after().write(&dir).unwrap_err();
            assert!(matches!(error, TreeError::InTheWay(_)), "{error}");
            assert_eq!(snapshot(&outside), old);
            let missing = before().compare(&dir).unwrap();
            assert!(!missing.is_empty(), "what a link leads to is not in the folder");
        }
    }

    #[test]
    fn a_link_to_a_crate_is_refused() {
        let (parent, dir) = generated();
        let link = parent.path().join("link");
        symlink(&dir, &link).unwrap();
        let error = after().write(&link).unwrap_err();
        assert!(matches!(error, TreeError::NotAFolder(_)), "{error}");
        assert!(before().compare(&dir).unwrap().is_empty());
    }

    #[test]
    fn a_link_in_the_place_of_the_work_folder_is_refused() {
        let (parent, dir) = generated();
        let outside = tempfile::tempdir().unwrap();
        symlink(outside.path(), parent.path().join(".ecs.shapewright")).unwrap();
        let error = after().write(&dir).unwrap_err();
        assert!(matches!(error, TreeError::InTheWay(_)), "{error}");
        assert!(snapshot(outside.path()).is_empty());
    }
}

#[test]
fn writers_take_turns() {
    let (parent, dir) = generated();
    std::thread::scope(|scope| {
        for turn in 0..8 {
            let dir = &dir;
            scope.spawn(move || {
                let tree = if turn % 2 == 0 { before() } else { after() };
                for _ in 0..40 {
                    tree.write(dir).unwrap();
                }
            });
        }
    });
    let either = [before(), after()].map(|tree| tree.compare(&dir).unwrap().is_empty());
    assert!(either.contains(&true));
    assert_eq!(fs::read_dir(parent.path()).unwrap().count(), 1);
}

/// The first run has let go of its lock, but not removed the work folder yet, when the second has
/// begun to fill it.
#[test]
fn a_run_that_ends_leaves_the_work_of_the_next_alone() {
    let (parent, dir) = generated();
    let (let_go, has_let_go) = mpsc::channel();
    let (begin, has_begun) = mpsc::channel();
    let (end, has_ended) = mpsc::channel();
    std::thread::scope(|scope| {
        let dir = &dir;
        scope.spawn(move || {
            has_let_go.recv().unwrap();
            let waits = Cell::new(true);
            let gate = |change: Change, _: &Path| {
                if change == Change::Link && waits.replace(false) {
                    begin.send(()).unwrap();
                    has_ended.recv().unwrap();
                }
                Ok(())
            };
            write(&before(), dir, Disk::gated(&gate)).unwrap();
        });
        let gate = |change: Change, path: &Path| {
            if change == Change::Remove && path.ends_with(".ecs.shapewright") {
                let_go.send(()).unwrap();
                has_begun.recv().unwrap();
            }
            Ok(())
        };
        write(&after(), dir, Disk::gated(&gate)).unwrap();
        end.send(()).unwrap();
    });
    assert!(before().compare(&dir).unwrap().is_empty());
    assert_eq!(fs::read_dir(parent.path()).unwrap().count(), 1);
}
