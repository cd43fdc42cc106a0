"""What the operating system says, in Chinese. It stands on nothing, so that it can be said when a component is missing."""

from __future__ import annotations

import errno

__all__ = ["os_error_text"]

REASONS = {
    errno.ENOENT: "没有这个文件或文件夹",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EISDIR: "这是一个文件夹",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.EEXIST: "已经存在",
    errno.ENOSPC: "磁盘已满",
    errno.EROFS: "磁盘是只读的",
    errno.ENAMETOOLONG: "文件名太长",
    errno.EIO: "读写磁盘出错",
    errno.EMFILE: "打开的文件太多",
    errno.ELOOP: "链接绕成了圈",
    errno.ENOMEM: "内存不足",
    errno.EBUSY: "正被别的程序占用",
    errno.ENXIO: "不是普通的文件（是管道、设备一类）",
    errno.EFBIG: "文件太大",
}


def os_error_text(error: OSError) -> str:
    """Why the system refused, in Chinese."""
    return REASONS.get(error.errno or 0, f"系统错误 {error.errno}")
