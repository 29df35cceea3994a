import { computed } from 'vue'
import { useRoute, useRouter } from 'vue-router'

/** The station whose panel is open. It stands in the address, so it outlives a reload and a new sign-in. */
export function useChosen() {
  const route = useRoute()
  const router = useRouter()
  const chosen = computed(() => (typeof route.query['station'] === 'string' ? route.query['station'] : null))

  return {
    chosen,
    choose(id: string | null) {
      if (id === chosen.value) return
      const { station: _, ...others } = route.query
      void router.push({ query: id === null ? others : { ...others, station: id } })
    },
  }
}
