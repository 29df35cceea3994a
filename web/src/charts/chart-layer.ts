import type { EpochMs } from '@ioc/shared/time'

/** Colours by the names of their tokens. */
export type Colours = Record<
  | 'text'
  | 'text-2'
  | 'text-3'
  | 'line'
  | 'line-2'
  | 'raised'
  | 'surface'
  | 'normal'
  | 'forecast'
  | 'critical'
  | 'high'
  | 'medium'
  | 'low',
  string
>

/** How a chart is drawn where it stands. */
export interface ChartLook {
  colours: Colours
  font: string
  /** Pixels of a rem. */
  rem: number
  /** How wide a small text is, in pixels. */
  widthOf: (text: string) => number
}

/** The size of names and ticks. */
export const SMALL_REM = 0.72

/** A series of this name has no line in the tip. */
export const UNTOLD = 'untold'

/** One more thing drawn with the measured values. */
export interface ChartLayer {
  /** Values that the axis has to hold. */
  values: readonly number[]
  /** Values that it holds as far as that does not press the rest flat. */
  wished?: readonly number[]
  /** ECharts series; their times are moved by `shift`. A name stands in the tip beside the value. */
  series: (look: ChartLook) => object[]
}

/** A moment that is named in the chart. */
export interface ChartMark {
  at: EpochMs
  /** Empty: the line alone. */
  name: string
  tone: 'text' | 'critical' | 'high' | 'medium' | 'low'
}
