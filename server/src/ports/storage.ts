import type { EpochMs } from '@ioc/shared/time'

/** What is left of a disk. */
export interface DiskSpace {
  freeBytes: number
  totalBytes: number
}

/** What one part of the store holds. */
export interface StoragePart {
  rows: number
  /** On disk, in whole blocks. */
  bytes: number
  /** Null where there is nothing. */
  oldest: EpochMs | null
  newest: EpochMs | null
}

export interface StorageUse {
  /** Observations in the database. */
  raw: StoragePart
  minute: StoragePart
  hour: StoragePart
  day: StoragePart
  /** Waiting for a remote store. */
  spool: StoragePart
  /** Months that lie in files, oldest first. */
  archive: (StoragePart & { file: string })[]
}
