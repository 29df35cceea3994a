import { computed } from 'vue'
import { useRoom } from '../room/use-room.js'

/** What can be chosen of the directory, in the order of the Vietnamese alphabet: every commune, and every agency that has a station. */
export function useDirectoryChoices() {
  const { stations, areaNames } = useRoom()
  return {
    areas: computed(() =>
      [...areaNames].map(([id, name]) => ({ id, name })).sort((a, b) => a.name.localeCompare(b.name, 'vi')),
    ),
    agencies: computed(() => inOrder([...stations.value.values()].map(({ agency }) => agency))),
  }
}

/** Each word once, as the Vietnamese alphabet has them. */
export function inOrder(words: Iterable<string | null>): string[] {
  const known = [...new Set(words)].filter((word): word is string => Boolean(word))
  return known.sort((a, b) => a.localeCompare(b, 'vi'))
}
