import { defaultRangeExtractor, useVirtualizer } from '@tanstack/vue-virtual'
import { computed, type ComponentPublicInstance } from 'vue'
import type { AlarmRow } from './lay-rows.js'

interface DrawnRowsOptions {
  rows: () => readonly AlarmRow[]
  list: () => HTMLElement | null
  /** The row with the focus: it stays drawn when it is scrolled away, and with it what is being written there. */
  kept: () => number | null
}

/** Which rows of a long list are drawn, and where: those in view and a few around them. */
export function useDrawnRows({ rows, list, kept }: DrawnRowsOptions) {
  const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize)
  const heights: Record<AlarmRow['kind'], number> = { cause: 4.7 * rem, line: 4.7 * rem, other: 2.8 * rem }
  const virtual = useVirtualizer(
    computed(() => {
      const all = rows()
      const also = kept()
      return {
        count: all.length,
        getScrollElement: list,
        estimateSize: (index: number) => heights[all[index]!.kind],
        getItemKey: (index: number) => all[index]!.key,
        overscan: 5,
        rangeExtractor: (range: Parameters<typeof defaultRangeExtractor>[0]) => {
          const near = defaultRangeExtractor(range)
          const isAway = also !== null && also < range.count && !near.includes(also)
          return isAway ? [...near, also].sort((a, b) => a - b) : near
        },
      }
    }),
  )
  return {
    drawn: computed(() =>
      virtual.value.getVirtualItems().flatMap(({ index, start }) => {
        const row = rows()[index]
        return row ? [{ row, index, start }] : []
      }),
    ),
    height: computed(() => virtual.value.getTotalSize()),
    scrollTo: (index: number) => virtual.value.scrollToIndex(index),
    /** The `ref` of each row. */
    measure(element: Element | ComponentPublicInstance | null) {
      if (element instanceof HTMLElement) virtual.value.measureElement(element)
    },
  }
}
