import { defaultRangeExtractor, useVirtualizer } from '@tanstack/vue-virtual'
import { computed, type ComponentPublicInstance } from 'vue'

interface LongListOptions<T> {
  /** What scrolls. */
  list: () => HTMLElement | null
  rows: () => readonly T[]
  /** How high each row is, or about how high where each is measured. */
  rowRem: number | ((row: T) => number)
  /** What stays the same of a row that moves; left out: its place. */
  keyOf?: (row: T) => string
  /** The place of a row that stays drawn when it is scrolled away, and with it what is being written there. */
  kept?: () => number | null
}

/** Which rows of a long list are drawn, and where: those in view and a few around them. */
export function useLongList<T>({ list, rows, rowRem, keyOf, kept = () => null }: LongListOptions<T>) {
  const highOf = (row: T | undefined) => (typeof rowRem === 'number' ? rowRem : row === undefined ? 1 : rowRem(row))
  const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize)
  const virtual = useVirtualizer(
    computed(() => {
      const all = rows()
      const also = kept()
      return {
        count: all.length,
        getScrollElement: list,
        estimateSize: (index: number) => highOf(all[index]) * rem,
        ...(keyOf && { getItemKey: (index: number) => (index < all.length ? keyOf(all[index]!) : index) }),
        overscan: 8,
        rangeExtractor(range: Parameters<typeof defaultRangeExtractor>[0]) {
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
        return row === undefined ? [] : [{ row, index, start }]
      }),
    ),
    height: computed(() => `${virtual.value.getTotalSize()}px`),
    /** How many rows are seen at once. */
    seen: () => Math.floor((list()?.clientHeight ?? 0) / (highOf(rows()[0]) * rem)),
    /** The `ref` of each row where they are not even; its `data-index` is its place. */
    measure(element: Element | ComponentPublicInstance | null) {
      if (element instanceof HTMLElement) virtual.value.measureElement(element)
    },
    scrollTo: (index: number) => virtual.value.scrollToIndex(index),
  }
}
