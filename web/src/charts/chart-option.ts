import type { EChartsCoreOption } from 'echarts/core'
import { VIETNAM_OFFSET_MS, type EpochMs } from '@ioc/shared/time'
import { formatDay, formatMinute } from '../i18n/format-time.js'
import type { LimitLine } from './limits.js'
import type { Resolution } from './ranges.js'
import { lonePoints, withGaps, type ChartPoint } from './series.js'

interface Colours {
  text: string
  'text-3': string
  line: string
  raised: string
  'line-2': string
  normal: string
  critical: string
  high: string
  medium: string
  low: string
}

/** A moment that is named in the chart. */
export interface ChartMark {
  at: EpochMs
  name: string
  tone: 'text' | 'critical' | 'high' | 'medium' | 'low'
}

interface ChartInput {
  points: readonly ChartPoint[]
  resolution: Resolution
  from: EpochMs
  to: EpochMs
  everyMs: number
  limits: readonly LimitLine[]
  limitName: (limit: LimitLine) => string
  marks?: readonly ChartMark[]
  /** The value with its unit. */
  write: (value: number) => string
  /** The number alone, for the axis. */
  writeTick: (value: number) => string
  colours: Colours
  font: string
  /** Pixels of a rem. */
  rem: number
  compact: boolean
}

/** Long ranges have days on their axis, short ones hours. */
const DAYS_FROM_MS = 48 * 3_600_000

/**
 * What ECharts is to draw.
 *
 * Its time axis knows the browser's zone and UTC only: times are moved by Vietnam's offset and drawn as UTC, so
 * that midnight is Vietnam's everywhere.
 */
export function chartOption(input: ChartInput): EChartsCoreOption {
  const { resolution, colours, rem, font, write } = input
  const small = { fontSize: 0.72 * rem, fontFamily: font, color: colours['text-3'] }
  const span = input.to - input.from
  const values = input.points.flatMap(([, value]) => (value === null ? [] : [value]))
  const { min, max } = axisRange(values, input.limits, resolution.style === 'bars')

  return {
    animation: false,
    useUTC: true,
    grid: {
      left: 3.1 * rem,
      right: input.limits.length > 0 ? 4.6 * rem : 0.9 * rem,
      top: 0.8 * rem,
      bottom: 1.7 * rem,
    },
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
      formatter: (shown: unknown) => tip(shown, write),
    },
    xAxis: {
      type: 'time',
      min: shift(input.from),
      max: shift(input.to),
      splitNumber: input.compact ? 4 : 5,
      axisLine: { lineStyle: { color: colours['line-2'] } },
      axisTick: { lineStyle: { color: colours['line-2'] } },
      axisLabel: { ...small, hideOverlap: true, formatter: (at: number) => tick(unshift(at), span) },
      splitLine: { show: false },
    },
    yAxis: {
      type: 'value',
      min,
      max,
      splitNumber: 4,
      axisLabel: {
        ...small,
        formatter: (value: number) => input.writeTick(value),
        showMinLabel: false,
        showMaxLabel: false,
      },
      splitLine: { lineStyle: { color: colours.line, width: 1 } },
    },
    series: [{ ...drawn(input), markLine: limitLines(input) }],
  }
}

function drawn({ points, resolution, everyMs, colours, rem }: ChartInput) {
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

function limitLines(input: ChartInput) {
  const { limits, limitName, writeTick, colours, font, rem } = input
  return {
    silent: true,
    symbol: 'none',
    animation: false,
    data: limits
      .map((limit): object => {
        const colour = limit.tone === 'normal' ? colours['text-3'] : colours[limit.tone]
        return {
          yAxis: limit.value,
          lineStyle: { color: colour, type: 'dashed', width: 1 },
          label: {
            formatter: `${limitName(limit)} ${writeTick(limit.value)}`,
            position: 'end',
            color: colour,
            fontSize: 0.72 * rem,
            fontFamily: font,
          },
        }
      })
      .concat(markLines(input)),
  }
}

/** Names stand in turn above and below each other: two moments may be near. */
function markLines({ marks = [], colours, font, rem }: ChartInput) {
  return marks.map(({ at, name, tone }, index) => ({
    xAxis: shift(at),
    lineStyle: { color: colours[tone], type: 'solid', width: 1 },
    label: {
      formatter: name,
      position: 'insideEndTop',
      rotate: 0,
      align: 'left',
      offset: [0.3 * rem, (0.3 + (index % 3) * 0.95) * rem],
      color: colours[tone],
      fontSize: 0.72 * rem,
      fontFamily: font,
    },
  }))
}

/** A limit far away would press the line flat: it is drawn only when it lies within reach of the values. */
function axisRange(values: readonly number[], limits: readonly LimitLine[], fromZero: boolean) {
  if (values.length === 0) return { min: 0, max: 1 }
  let low = Math.min(...ends(values), fromZero ? 0 : Infinity)
  let high = Math.max(...ends(values))
  const reach = Math.max((high - low) * 3, Math.abs(high) * 0.35, 0.5)
  for (const { value } of limits) {
    if (value > high && value - high <= reach) high = value
    if (value < low && low - value <= reach) low = value
  }
  const room = (high - low || Math.abs(high) || 1) * 0.08
  return { min: fromZero && low >= 0 ? 0 : low - room, max: high + room }
}

function ends(values: readonly number[]): [number, number] {
  let low = Infinity
  let high = -Infinity
  for (const value of values) {
    if (value < low) low = value
    if (value > high) high = value
  }
  return [low, high]
}

function tip(shown: unknown, write: (value: number) => string): string {
  const first = (Array.isArray(shown) ? shown[0] : shown) as { value?: [number, number | null] } | undefined
  const [at, value] = first?.value ?? [0, null]
  if (value === null) return ''
  const when = unshift(at)
  return `${formatMinute(when)} ${formatDay(when)}<br><b>${write(value)}</b>`
}

function tick(at: EpochMs, span: number): string {
  if (span > DAYS_FROM_MS) return formatDay(at)
  const minute = formatMinute(at)
  return minute === '00:00' ? formatDay(at) : minute
}

function shift(at: EpochMs): number {
  return at + VIETNAM_OFFSET_MS
}

function unshift(at: number): EpochMs {
  return at - VIETNAM_OFFSET_MS
}
