import type { EChartsCoreOption } from 'echarts/core'
import { DAY, type EpochMs } from '@ioc/shared/time'
import { formatDay, formatMinute } from '../i18n/format-time.js'
import { axisRange } from './axis-range.js'
import { SMALL_REM, UNTOLD, type ChartLayer, type ChartLook, type ChartMark } from './chart-layer.js'
import type { LimitLine } from './limits.js'
import { markLines } from './mark-lines.js'
import type { Resolution } from './resolution.js'
import { lonePoints, withGaps, type ChartPoint } from './series.js'
import { shift, tick, ticksOf, unshift } from './vietnam-axis.js'

interface ChartInput {
  points: readonly ChartPoint[]
  resolution: Resolution
  from: EpochMs
  to: EpochMs
  everyMs: number
  limits: readonly LimitLine[]
  limitName: (limit: LimitLine) => string
  marks?: readonly ChartMark[]
  layers?: readonly ChartLayer[]
  /** The value with its unit. */
  write: (value: number) => string
  /** The number alone, for the axis. */
  writeTick: (value: number) => string
  look: ChartLook
  /** Of the whole chart, in pixels. */
  width: number
  height: number
}

/** So much room a time takes below the axis, in rem, and so many stand there at most. */
const TIME_REM = 2.8
const MOST_TIMES = 5

/** What ECharts is to draw. */
export function chartOption(input: ChartInput): EChartsCoreOption {
  const { resolution, limits, limitName, marks = [], layers = [], write, writeTick, look } = input
  const { colours, rem, font } = look
  const small = { fontSize: SMALL_REM * rem, fontFamily: font, color: colours['text-3'] }
  const span = input.to - input.from
  const values = [
    ...input.points.flatMap(([at, value]) => (value === null || at < input.from || at > input.to ? [] : [value])),
    ...layers.flatMap((layer) => layer.values),
  ]
  const wished = layers.flatMap((layer) => layer.wished ?? [])
  const [left, right] = [3.1 * rem, limits.length > 0 ? 4.6 * rem : 0.9 * rem]
  const width = input.width - left - right
  const times = timesWithin(input, Math.min(MOST_TIMES, Math.floor(width / (TIME_REM * rem))))
  const { min, max } = axisRange(values, limits, resolution.style === 'bars', wished)
  const [top, bottom] = [0.8 * rem, 1.7 * rem]
  const height = input.height - top - bottom
  const area = {
    width,
    height,
    xOf: (at: EpochMs) => ((at - input.from) / span) * width,
    yOf: (value: number) => ((max - value) / (max - min)) * height,
  }

  return {
    animation: false,
    useUTC: true,
    grid: { left, right, top, bottom },
    tooltip: {
      trigger: 'axis',
      confine: true,
      transitionDuration: 0,
      backgroundColor: colours.raised,
      borderColor: colours['line-2'],
      borderWidth: 1,
      padding: [0.35 * rem, 0.6 * rem],
      textStyle: { color: colours.text, fontSize: 0.8 * rem, fontFamily: font },
      axisPointer: { lineStyle: { color: colours['text-3'], width: 1, type: 'solid' } },
      formatter: (shown: unknown) => tip(shown, write, resolution.style === 'bars' ? input.everyMs : 0),
    },
    xAxis: {
      type: 'time',
      min: shift(input.from),
      max: shift(input.to),
      splitNumber: MOST_TIMES,
      axisLine: { lineStyle: { color: colours['line-2'] } },
      axisTick: { lineStyle: { color: colours['line-2'] }, ...times },
      axisLabel: { ...small, ...times, hideOverlap: true, formatter: (at: number) => tick(unshift(at), span) },
      splitLine: { show: false },
    },
    yAxis: {
      type: 'value',
      min,
      max,
      splitNumber: 4,
      axisLabel: { ...small, formatter: writeTick, showMinLabel: false, showMaxLabel: false },
      splitLine: { lineStyle: { color: colours.line, width: 1 } },
    },
    series: [
      { ...drawn(input), markLine: markLines({ limits, limitName, marks, writeTick, look, area }) },
      ...layers.flatMap((layer) => layer.series(look)),
    ],
  }
}

/** Whole hours as far apart as they have room; of days ECharts finds some itself. */
function timesWithin({ from, to }: ChartInput, most: number) {
  const times = ticksOf(from, to, most)
  return times && { customValues: times.map(shift) }
}

function drawn({ points, resolution, everyMs, look: { colours, rem } }: ChartInput) {
  if (resolution.style === 'bars') {
    return {
      type: 'bar',
      // A bar stands over its whole time, not before and after its start.
      data: points.map(([at, value]) => [shift(at) + everyMs / 2, value]),
      itemStyle: { color: colours.normal },
      barMaxWidth: 1.4 * rem,
      barCategoryGap: '20%',
    }
  }
  const line = withGaps(points, resolution.gapMs)
  const lone = lonePoints(line)
  return {
    type: 'line',
    data: line.map(([at, value]) => [shift(at), value]),
    step: resolution.style === 'steps' ? 'end' : false,
    connectNulls: false,
    // A lone value between two gaps must still be seen.
    showAllSymbol: true,
    symbol: (_: unknown, { dataIndex }: { dataIndex: number }) => (lone.has(dataIndex) ? 'circle' : 'none'),
    symbolSize: 0.2 * rem,
    lineStyle: { color: colours.text, width: 0.11 * rem },
    itemStyle: { color: colours.text },
    emphasis: { disabled: true },
  }
}

interface Shown {
  value?: [number, number | null]
  seriesName?: string
  seriesIndex?: number
}

/** The time (of a bar, all that it stands for), the value, and beneath it what other lines say, each with its name. */
function tip(shown: unknown, write: (value: number) => string, barMs: number): string {
  const lines = ((Array.isArray(shown) ? shown : [shown]) as Shown[]).filter(
    ({ value, seriesName }) => seriesName !== UNTOLD && (value?.[1] ?? null) !== null,
  )
  const first = lines[0]?.value
  if (!first) return ''
  const at = unshift(first[0]) - barMs / 2
  const said = lines.map(({ value, seriesName = '', seriesIndex = 0 }) =>
    seriesIndex === 0 ? `<b>${write(value![1]!)}</b>` : `${escaped(seriesName)} <b>${write(value![1]!)}</b>`,
  )
  return [timeOf(at, barMs), ...said].join('<br>')
}

function timeOf(at: EpochMs, barMs: number): string {
  if (barMs >= DAY) return formatDay(at)
  const to = barMs > 0 ? `–${formatMinute(at + barMs)}` : ''
  return `${formatMinute(at)}${to} ${formatDay(at)}`
}

/** Names of stations are written by people. */
function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (char) => `&#${char.codePointAt(0)};`)
}
