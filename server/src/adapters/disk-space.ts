import { statfs } from 'node:fs/promises'
import type { DiskSpace } from '../ports/storage.js'

/** What is left of the disk that holds `dir`; null where the file system cannot be asked. */
export async function readDiskSpace(dir: string): Promise<DiskSpace | null> {
  try {
    const { bavail, blocks, bsize } = await statfs(dir)
    return { freeBytes: bavail * bsize, totalBytes: blocks * bsize }
  } catch {
    return null
  }
}
