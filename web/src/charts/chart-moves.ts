import type { EChartsType } from 'echarts/core'
import type { EpochMs } from '@ioc/shared/time'
import { unshift } from './vietnam-axis.js'

interface Moves {
  /** Shows so many times as long a time around a moment; null: around the middle. */
  zoom(factor: number, at: EpochMs | null): void
  /** Goes so far into the future, less than 0: into the past. */
  pan(ms: number): void
}

const STEP = 1.5

/** What the wheel, the hand and the keys mean on a chart of time: listeners for its box. */
export function movesOf(chartOf: () => EChartsType | null, { zoom, pan }: Moves) {
  /** Where the hand was last, and how long a pixel is; the chart itself follows a frame later. */
  let held: { x: number; msPerPixel: number } | null = null

  function timeAt(event: MouseEvent): EpochMs | null {
    const at = chartOf()?.convertFromPixel({ xAxisIndex: 0 }, event.offsetX)
    return typeof at === 'number' && Number.isFinite(at) ? unshift(at) : null
  }
  /** A tenth of the time from edge to edge. */
  function tenth(): number {
    const chart = chartOf()
    const [left, right] = [0, chart?.getWidth() ?? 0].map((x) => chart?.convertFromPixel({ xAxisIndex: 0 }, x))
    return typeof left === 'number' && typeof right === 'number' ? (right - left) / 10 : 0
  }

  return {
    wheel(event: WheelEvent) {
      event.preventDefault()
      zoom(event.deltaY > 0 ? STEP : 1 / STEP, timeAt(event))
    },
    pointerdown(event: PointerEvent) {
      if (event.button !== 0) return
      held = { x: event.offsetX, msPerPixel: (tenth() * 10) / (chartOf()?.getWidth() ?? 1) }
      ;(event.currentTarget as HTMLElement).setPointerCapture(event.pointerId)
    },
    pointermove(event: PointerEvent) {
      if (held === null) return
      pan((held.x - event.offsetX) * held.msPerPixel)
      held = { ...held, x: event.offsetX }
    },
    pointerup: () => (held = null),
    pointercancel: () => (held = null),
    keydown(event: KeyboardEvent) {
      const act = {
        ArrowLeft: () => pan(-tenth()),
        ArrowRight: () => pan(tenth()),
        '+': () => zoom(1 / STEP, null),
        '=': () => zoom(1 / STEP, null),
        '-': () => zoom(STEP, null),
      }[event.key]
      if (!act || event.ctrlKey || event.metaKey || event.altKey) return
      event.preventDefault()
      act()
    },
  }
}
