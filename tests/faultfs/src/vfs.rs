//! SQLite's table of file functions, passed on to its own file system, with a word to [`disk`] in between.
//!
//! What SQLite promises and every block below rests on (sqlite3.h, "OS Interface Object", "OS Interface Open File
//! Handle"): the file system given to a call is the one registered; `szOsFile` bytes, aligned for any pointer, are there
//! for a file from `xOpen` until after `xClose`; no other thread uses the same file meanwhile; buffers are as long as said;
//! names end with a zero byte and live as long as the call, the name given to `xOpen` as long as the file.

use std::ffi::{CStr, c_char, c_int, c_void};
use std::mem::size_of;
use std::path::Path;
use std::ptr;
use std::sync::atomic::{AtomicPtr, Ordering};

use rusqlite::ffi;

use crate::disk::{self, Fault};

/// Ours, directly before the file of SQLite's own file system.
#[repr(C)]
struct File {
    base: ffi::sqlite3_file,
    /// The number under which it is followed.
    number: Option<usize>,
}

/// SQLite's own file system, from [`register`] on for as long as the process lives.
static REAL: AtomicPtr<ffi::sqlite3_vfs> = AtomicPtr::new(ptr::null_mut());

/// A file is as large as ours, rounded up so that what follows is aligned for any pointer.
const HEAD: usize = size_of::<File>().next_multiple_of(16);

/// Makes it the default.
pub(crate) fn register() -> Result<(), i32> {
    // SAFETY: sqlite3_initialize may be called at any time, from any thread, more than once.
    let begun = unsafe { ffi::sqlite3_initialize() };
    if begun != ffi::SQLITE_OK {
        return Err(begun);
    }
    // SAFETY: a null name asks for the default one; the library is initialised.
    let real = unsafe { ffi::sqlite3_vfs_find(ptr::null()) };
    if real.is_null() {
        return Err(ffi::SQLITE_ERROR);
    }
    REAL.store(real, Ordering::SeqCst);
    // SAFETY: `real` was just handed out by SQLite, which never frees what is registered; the struct is plain data.
    let mut ours = unsafe { ptr::read(real) };
    // Larger by our head. No file of SQLite's own comes near the limit of an int.
    ours.szOsFile += c_int::try_from(HEAD).map_err(|_| ffi::SQLITE_ERROR)?;
    ours.pNext = ptr::null_mut();
    ours.zName = c"handrail-faultfs".as_ptr();
    ours.xOpen = Some(open);
    ours.xDelete = Some(delete);
    // Everything else of the table is SQLite's own and asks nothing of the file system it is called with but
    // `pAppData`, which is copied.
    //
    // SAFETY: the table is leaked, so it lives for ever as `sqlite3_vfs_register` asks; its functions are the real ones or ours.
    let registered = unsafe { ffi::sqlite3_vfs_register(Box::leak(Box::new(ours)), 1) };
    if registered == ffi::SQLITE_OK { Ok(()) } else { Err(registered) }
}

/// The real file behind one of ours.
///
/// # Safety
/// `file` is one of ours, opened or about to be.
unsafe fn behind(file: *mut ffi::sqlite3_file) -> *mut ffi::sqlite3_file {
    // SAFETY: SQLite gave HEAD more bytes than the real file needs, see `szOsFile`.
    unsafe { file.cast::<u8>().add(HEAD).cast() }
}

/// Passes a call on to the real file's function of that name, or answers `$otherwise` if it has none.
macro_rules! pass_on {
    ($file:ident, $name:ident, $otherwise:expr $(, $argument:expr)*) => {{
        // SAFETY: `$file` is one of ours and open, so the real file behind it is open and its table is set; the
        // arguments are handed on as SQLite gave them.
        unsafe {
            let real = behind($file);
            match (*(*real).pMethods).$name {
                Some(call) => call(real $(, $argument)*),
                None => $otherwise,
            }
        }
    }};
}

/// The number of a file of ours.
///
/// # Safety
/// `file` is one of ours and open.
unsafe fn number(file: *mut ffi::sqlite3_file) -> Option<usize> {
    // SAFETY: `open` wrote a `File` at its beginning, and only this thread uses it.
    unsafe { (*file.cast::<File>()).number }
}

unsafe extern "C" fn open(
    _: *mut ffi::sqlite3_vfs,
    name: ffi::sqlite3_filename,
    file: *mut ffi::sqlite3_file,
    flags: c_int,
    out: *mut c_int,
) -> c_int {
    let real = REAL.load(Ordering::SeqCst);
    // SAFETY: `file` has room for ours and the real one behind it; `real` is SQLite's own and registered.
    unsafe {
        let number = path_of(name).and_then(disk::number_of);
        // Without methods SQLite calls nothing on a file that did not open.
        ptr::write(file.cast::<File>(), File { base: ffi::sqlite3_file { pMethods: ptr::null() }, number });
        let Some(call) = (*real).xOpen else { return ffi::SQLITE_CANTOPEN };
        let opened = call(real, name, behind(file), flags, out);
        if !(*behind(file)).pMethods.is_null() {
            // A file that failed to open but has methods is to be closed; ours then passes that on.
            (*file).pMethods = &raw const METHODS;
        }
        opened
    }
}

/// # Safety
/// `name` is null or ends with a zero byte, and lives as long as the answer is used.
unsafe fn path_of<'a>(name: *const c_char) -> Option<&'a Path> {
    if name.is_null() {
        return None;
    }
    // SAFETY: the caller's promise.
    unsafe { CStr::from_ptr(name) }.to_str().ok().map(Path::new)
}

unsafe extern "C" fn delete(_: *mut ffi::sqlite3_vfs, name: *const c_char, flush: c_int) -> c_int {
    let real = REAL.load(Ordering::SeqCst);
    // SAFETY: `real` is SQLite's own and registered; the name is handed on as SQLite gave it.
    let (deleted, number) = unsafe {
        let Some(call) = (*real).xDelete else { return ffi::SQLITE_IOERR_DELETE };
        (call(real, name, flush), path_of(name).and_then(disk::number_of))
    };
    if let (ffi::SQLITE_OK, Some(number)) = (deleted, number) {
        disk::deleted(number, flush != 0);
    }
    deleted
}

unsafe extern "C" fn close(file: *mut ffi::sqlite3_file) -> c_int {
    pass_on!(file, xClose, ffi::SQLITE_OK)
}

unsafe extern "C" fn read(file: *mut ffi::sqlite3_file, to: *mut c_void, len: c_int, at: ffi::sqlite3_int64) -> c_int {
    pass_on!(file, xRead, ffi::SQLITE_IOERR_READ, to, len, at)
}

unsafe extern "C" fn write(
    file: *mut ffi::sqlite3_file,
    from: *const c_void,
    len: c_int,
    at: ffi::sqlite3_int64,
) -> c_int {
    // SAFETY: SQLite calls this with an open file of ours.
    let followed = unsafe { number(file) };
    let Some(number) = followed else { return pass_on!(file, xWrite, ffi::SQLITE_IOERR_WRITE, from, len, at) };
    let (len, fails) = match disk::strikes(false) {
        None => (len, None),
        Some(Fault::Full) => return ffi::SQLITE_FULL,
        Some(Fault::Short) => (len / 2, Some(ffi::SQLITE_FULL)),
        Some(Fault::DieInWrite) => {
            pass_on!(file, xWrite, ffi::SQLITE_OK, from, len / 2, at);
            std::process::abort()
        }
        Some(_) => return ffi::SQLITE_IOERR_WRITE,
    };
    let written = pass_on!(file, xWrite, ffi::SQLITE_IOERR_WRITE, from, len, at);
    if written == ffi::SQLITE_OK {
        // SAFETY: SQLite gave at least `len` bytes to read from, and they do not change during the call.
        let bytes = unsafe { std::slice::from_raw_parts(from.cast::<u8>(), usize::try_from(len).unwrap_or(0)) };
        disk::wrote(number, u64::try_from(at).unwrap_or(0), bytes);
    }
    fails.unwrap_or(written)
}

unsafe extern "C" fn truncate(file: *mut ffi::sqlite3_file, to: ffi::sqlite3_int64) -> c_int {
    let cut = pass_on!(file, xTruncate, ffi::SQLITE_IOERR_TRUNCATE, to);
    // SAFETY: SQLite calls this with an open file of ours.
    if let (ffi::SQLITE_OK, Some(number)) = (cut, unsafe { number(file) }) {
        disk::cut(number, u64::try_from(to).unwrap_or(0));
    }
    cut
}

unsafe extern "C" fn sync(file: *mut ffi::sqlite3_file, flags: c_int) -> c_int {
    // SAFETY: SQLite calls this with an open file of ours.
    let followed = unsafe { number(file) };
    let fails = followed.and_then(|_| disk::strikes(true));
    match fails {
        None | Some(Fault::DieAfterFlush) => {}
        Some(Fault::DieBeforeFlush) => std::process::abort(),
        Some(_) => return ffi::SQLITE_IOERR_FSYNC,
    }
    let flushed = pass_on!(file, xSync, ffi::SQLITE_IOERR_FSYNC, flags);
    if fails.is_some() {
        std::process::abort();
    }
    if let (ffi::SQLITE_OK, Some(number)) = (flushed, followed) {
        disk::flushed(number);
    }
    flushed
}

unsafe extern "C" fn file_size(file: *mut ffi::sqlite3_file, size: *mut ffi::sqlite3_int64) -> c_int {
    pass_on!(file, xFileSize, ffi::SQLITE_IOERR_FSTAT, size)
}

unsafe extern "C" fn lock(file: *mut ffi::sqlite3_file, level: c_int) -> c_int {
    pass_on!(file, xLock, ffi::SQLITE_IOERR_LOCK, level)
}

unsafe extern "C" fn unlock(file: *mut ffi::sqlite3_file, level: c_int) -> c_int {
    pass_on!(file, xUnlock, ffi::SQLITE_IOERR_UNLOCK, level)
}

unsafe extern "C" fn check_reserved(file: *mut ffi::sqlite3_file, out: *mut c_int) -> c_int {
    pass_on!(file, xCheckReservedLock, ffi::SQLITE_IOERR_CHECKRESERVEDLOCK, out)
}

unsafe extern "C" fn control(file: *mut ffi::sqlite3_file, what: c_int, argument: *mut c_void) -> c_int {
    pass_on!(file, xFileControl, ffi::SQLITE_NOTFOUND, what, argument)
}

unsafe extern "C" fn sector_size(file: *mut ffi::sqlite3_file) -> c_int {
    pass_on!(file, xSectorSize, 0)
}

unsafe extern "C" fn characteristics(file: *mut ffi::sqlite3_file) -> c_int {
    pass_on!(file, xDeviceCharacteristics, 0)
}

unsafe extern "C" fn shm_map(
    file: *mut ffi::sqlite3_file,
    page: c_int,
    size: c_int,
    extend: c_int,
    out: *mut *mut c_void,
) -> c_int {
    pass_on!(file, xShmMap, ffi::SQLITE_IOERR_SHMMAP, page, size, extend, out)
}

unsafe extern "C" fn shm_lock(file: *mut ffi::sqlite3_file, offset: c_int, n: c_int, flags: c_int) -> c_int {
    pass_on!(file, xShmLock, ffi::SQLITE_IOERR_SHMLOCK, offset, n, flags)
}

unsafe extern "C" fn shm_barrier(file: *mut ffi::sqlite3_file) {
    pass_on!(file, xShmBarrier, ());
}

unsafe extern "C" fn shm_unmap(file: *mut ffi::sqlite3_file, delete: c_int) -> c_int {
    pass_on!(file, xShmUnmap, ffi::SQLITE_OK, delete)
}

/// Version 2: with shared memory for the log, without reading files through memory, which would pass us by.
static METHODS: ffi::sqlite3_io_methods = ffi::sqlite3_io_methods {
    iVersion: 2,
    xClose: Some(close),
    xRead: Some(read),
    xWrite: Some(write),
    xTruncate: Some(truncate),
    xSync: Some(sync),
    xFileSize: Some(file_size),
    xLock: Some(lock),
    xUnlock: Some(unlock),
    xCheckReservedLock: Some(check_reserved),
    xFileControl: Some(control),
    xSectorSize: Some(sector_size),
    xDeviceCharacteristics: Some(characteristics),
    xShmMap: Some(shm_map),
    xShmLock: Some(shm_lock),
    xShmBarrier: Some(shm_barrier),
    xShmUnmap: Some(shm_unmap),
    xFetch: None,
    xUnfetch: None,
};
