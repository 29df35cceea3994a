import type { EpochMs } from '@ioc/shared/time'
import { SMALL_REM, type ChartLook, type ChartMark } from './chart-layer.js'
import type { LimitLine } from './limits.js'
import { placeNames } from './place-names.js'
import { spreadNames } from './spread-names.js'
import { shift } from './vietnam-axis.js'

interface MarkLines {
  limits: readonly LimitLine[]
  limitName: (limit: LimitLine) => string
  marks: readonly ChartMark[]
  writeTick: (value: number) => string
  look: ChartLook
  area: MarkArea
}

/** The part of a chart where moments and limits are named. */
export interface MarkArea {
  /** In pixels. */
  width: number
  height: number
  /** Where a moment is, in pixels from its left. */
  xOf: (at: EpochMs) => number
  /** Where a value is, in pixels from its top. */
  yOf: (value: number) => number
}

/** A name in each row, and so many rows: what is left is the line's. */
const ROWS = 5
const ROW_REM = 0.95
/** Of the height of letters, with the room between two lines of them. */
const LINE = 1.15

/** Limits across the chart and moments from top to bottom, each with its name. */
export function markLines({ limits, limitName, marks, writeTick, look, area }: MarkLines) {
  const { colours, font, rem } = look
  // What lies outside has no name that could be in the way of others.
  const drawn = limits.filter(({ value }) => area.yOf(value) >= 0 && area.yOf(value) <= area.height)
  const ys = drawn.map(({ value }) => area.yOf(value))
  const placed = spreadNames(ys, { gap: LINE * SMALL_REM * rem, height: area.height })
  return {
    silent: true,
    symbol: 'none',
    animation: false,
    data: drawn
      .map((limit, index): object => {
        const colour = limit.tone === 'normal' ? colours['text-3'] : colours[limit.tone]
        return {
          yAxis: limit.value,
          lineStyle: { color: colour, type: 'dashed', width: 1 },
          label: {
            formatter: `${limitName(limit)} ${writeTick(limit.value)}`,
            position: 'end',
            offset: [0, placed[index]! - ys[index]!],
            color: colour,
            fontSize: SMALL_REM * rem,
            fontFamily: font,
          },
        }
      })
      .concat(momentLines(marks, look, area)),
  }
}

function momentLines(marks: readonly ChartMark[], look: ChartLook, { width, xOf }: MarkArea) {
  const { colours, font, rem } = look
  const gap = 0.3 * rem
  const names = marks.map(({ at, name }) => ({ x: xOf(at), width: name === '' ? 0 : look.widthOf(name) + 2 * gap }))
  const placed = placeNames(names, { width, rows: ROWS })

  return marks.map(({ at, name, tone }, index) => {
    const { row = 0, side = 'right' } = placed[index] ?? {}
    return {
      xAxis: shift(at),
      lineStyle: { color: colours[tone], type: 'solid', width: 1 },
      label: {
        show: placed[index] !== null,
        formatter: name,
        position: 'insideEndTop',
        rotate: 0,
        align: side === 'right' ? 'left' : 'right',
        offset: [side === 'right' ? gap : -gap, gap + row * ROW_REM * rem],
        color: colours[tone],
        fontSize: SMALL_REM * rem,
        fontFamily: font,
        // The line of the values may run behind it.
        textBorderColor: colours.surface,
        textBorderWidth: 0.2 * rem,
      },
    }
  })
}
