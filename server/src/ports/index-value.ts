import type { EpochMs } from '@ioc/shared/time'

/** An index as it is now, or was at a moment. */
export interface IndexValue {
  value: number
  /** 1 to 6 of VN_AQI; of a flood level its value, 0 to 3. */
  band: number
  /** The property that decides it. */
  main: string
  /** Start of its hour or day; when the value it comes from was measured. */
  at: EpochMs
}
