import type { ChartLook, ChartMark } from './chart-layer.js'
import type { LimitLine } from './limits.js'
import { shift } from './vietnam-axis.js'

interface MarkLines {
  limits: readonly LimitLine[]
  limitName: (limit: LimitLine) => string
  marks: readonly ChartMark[]
  writeTick: (value: number) => string
  look: ChartLook
}

/** Limits across the chart and moments from top to bottom, each with its name. */
export function markLines({ limits, limitName, marks, writeTick, look }: MarkLines) {
  const { colours, font, rem } = look
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
      .concat(momentLines(marks, look)),
  }
}

/** Names stand in turn above and below each other: two moments may be near. */
function momentLines(marks: readonly ChartMark[], { colours, font, rem }: ChartLook) {
  return marks.map(({ at, name, tone }, index) => ({
    xAxis: shift(at),
    lineStyle: { color: colours[tone], type: 'solid', width: 1 },
    label: {
      show: name !== '',
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
