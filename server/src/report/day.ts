import type { EpochMs } from '@ioc/shared/time'

/** A local day, as far as it has come. */
export interface ReportDay {
  from: EpochMs
  /** Its end; of a day that goes on: now. */
  to: EpochMs
}

/** A report is read on two pages; of more lines than this only the number is told. */
export const MOST_LINES = 12
