import { computed, onScopeDispose, shallowRef, type Ref } from 'vue'
import type { WireStation } from '@ioc/shared/wire'
import type { Filters } from './filters.js'
import { orderStations } from './order-stations.js'
import type { RowFeed } from './row-book.js'

interface Options {
  feed: RowFeed
  stations: Readonly<Ref<ReadonlyMap<string, WireStation>>>
  filters: Readonly<Ref<Filters>>
  isInside: () => (place: { lon: number; lat: number }) => boolean
}

/** A list that is sorted anew more often than this cannot be read. */
const REST_MS = 1_000
const BY_NAME = new Intl.Collator('vi')

/** The ids of the stations looked at, worst first; sorted anew when something stands otherwise, and not for a value. */
export function useStationOrder({ feed, stations, filters, isInside }: Options): Readonly<Ref<readonly string[]>> {
  const turn = shallowRef(0)
  let timer: ReturnType<typeof setTimeout> | undefined
  const stop = feed.listen(({ standings }) => {
    if (!standings) return
    timer ??= setTimeout(() => {
      timer = undefined
      turn.value += 1
    }, REST_MS)
  })
  onScopeDispose(() => {
    clearTimeout(timer)
    stop()
  })

  const byName = computed(() =>
    [...stations.value.values()].sort((a, b) => BY_NAME.compare(a.name, b.name)).map(({ id }) => id as string),
  )
  return computed(() => {
    void turn.value
    return orderStations({ byName: byName.value, rows: feed.rows, filters: filters.value, isInside: isInside() })
  })
}
