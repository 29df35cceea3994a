import { computed, inject, provide, shallowRef, type InjectionKey } from 'vue'
import type { Rule } from '@ioc/shared/rule'
import { useRoom } from '../room/use-room.js'
import { valueAt, withValue } from './at-path.js'
import { draftFaults, type DraftFault } from './draft-faults.js'

/** The rule that is being written, with what keeps it from being one, for every field of its form. */
export function provideDraft(start: Rule, mayChange: boolean) {
  const { rules, stations, areaNames, province } = useRoom()
  const base = shallowRef(start)
  const draft = shallowRef(start)
  const faults = computed(() =>
    draftFaults(draft.value, {
      properties: province.properties,
      areas: [...areaNames.keys()].map((id) => ({ id })),
      stations: [...stations.value.values()],
      rules: [...rules.values()],
    }),
  )
  const state = {
    draft: computed(() => draft.value),
    base: computed(() => base.value),
    faults,
    mayChange,
    changed: computed(() => JSON.stringify(draft.value) !== JSON.stringify(base.value)),
    get: (path: string) => valueAt(draft.value, path),
    set(path: string, value: unknown) {
      draft.value = withValue(draft.value, path, value)
    },
    /** Puts a whole rule in the place of the draft … */
    replace(rule: Rule) {
      draft.value = rule
    },
    /** … and of what changes are measured from. */
    rebase(rule: Rule) {
      base.value = rule
    },
    /** What is wrong at a field, or anywhere in it. */
    faultsAt: (path: string): DraftFault[] =>
      faults.value.filter(({ at }) => at === path || at.startsWith(`${path}.`) || at.startsWith(`${path}[`)),
  }
  provide(DRAFT, state)
  return state
}

type DraftState = ReturnType<typeof provideDraft>

const DRAFT: InjectionKey<DraftState> = Symbol('draft')

export function useDraft(): DraftState {
  const state = inject(DRAFT)
  if (!state) throw new Error('no rule is being written here')
  return state
}
