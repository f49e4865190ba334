"""Becomes the database's user in the way it is told to, then becomes the program itself.

Run alone, by `python -I -S launch.py PLAN -- program …`, never imported: the process id stays our child's, and
nothing of this happens after a fork in a threaded parent. PLAN is JSON: mode, uid, gid, parent, mount_at, binds.
"""

import ctypes
import json
import os
import signal
import sys

NEWNS, NEWUSER = 0x00020000, 0x10000000
MS_NOSUID, MS_NODEV, MS_BIND, MS_REC, MS_PRIVATE = 2, 4, 4096, 16384, 1 << 18
PR_SET_PDEATHSIG, PR_SET_SECUREBITS, PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE = 1, 28, 47, 2
SECBIT_NO_SETUID_FIXUP = 1 << 2
CAPABILITIES = {"search": 2, "override": 1}  # CAP_DAC_READ_SEARCH, CAP_DAC_OVERRIDE
CAPSET_VERSION_3 = 0x20080522

libc = ctypes.CDLL(None, use_errno=True)


def call(name: str, *arguments: object) -> None:
    """One system call of libc; raises OSError with its errno."""
    if getattr(libc, name)(*arguments) != 0:
        code = ctypes.get_errno()
        raise OSError(code, f"{name}: {os.strerror(code)}")


def write(path: str, text: str) -> None:
    """The whole of a small file of the kernel."""
    with open(path, "w") as file:
        file.write(text)


def enter_user_namespace(uid: int, gid: int) -> None:
    """Outside we stay root and own the files of a closed folder; inside we are `uid`, so that postgres agrees."""
    call("unshare", NEWUSER)
    write("/proc/self/setgroups", "deny")
    write("/proc/self/uid_map", f"{uid} 0 1")
    write("/proc/self/gid_map", f"{gid} 0 1")


def bind_into_private_mounts(mount_at: str, binds: list[tuple[str, str]]) -> None:
    """Shows the closed folders under an open place that only this process and its children see."""
    call("unshare", NEWNS)
    call("mount", b"none", b"/", None, MS_REC | MS_PRIVATE, None)
    call("mount", b"tmpfs", mount_at.encode(), b"tmpfs", MS_NOSUID | MS_NODEV, b"mode=0755,size=64k")
    for source, target in binds:
        os.makedirs(target, 0o755)
        call("mount", source.encode(), target.encode(), None, MS_BIND | MS_REC, None)


def become(uid: int, gid: int, capability: int | None) -> None:
    """Gives up root; with `capability`, that one alone survives the change and the exec."""
    if capability is not None:
        # Without this bit access(2) ignores the capability: "invalid binary … Permission denied".
        call("prctl", PR_SET_SECUREBITS, SECBIT_NO_SETUID_FIXUP, 0, 0, 0)
    os.setgroups([])
    os.setresgid(gid, gid, gid)
    os.setresuid(uid, uid, uid)
    if capability is not None:
        bit = 1 << capability
        word = ctypes.c_uint32
        call("capset", (word * 2)(CAPSET_VERSION_3, 0), (word * 6)(bit, bit, bit, 0, 0, 0))
        call("prctl", PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, capability, 0, 0)


def main() -> None:
    """Reads the plan, enters, execs."""
    plan, program = json.loads(sys.argv[1]), sys.argv[3:]
    mode = plan["mode"]
    if mode == "userns":
        enter_user_namespace(plan["uid"], plan["gid"])
    elif mode != "as-is":
        if mode == "mountns":
            bind_into_private_mounts(plan["mount_at"], plan["binds"])
        become(plan["uid"], plan["gid"], CAPABILITIES.get(mode))
    # A change of user clears it, so it comes last: the server stops in order when its supervisor is killed.
    call("prctl", PR_SET_PDEATHSIG, signal.SIGINT, 0, 0, 0)
    if os.getppid() != plan["parent"]:
        sys.exit("the supervisor is gone")
    os.execv(program[0], program)  # noqa: S606 a shell is what we must not have here


if __name__ == "__main__":
    try:
        main()
    except OSError as error:
        sys.exit(f"launch: {error}")
