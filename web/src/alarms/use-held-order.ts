import { computed, nextTick, onDeactivated, onScopeDispose, onUpdated, shallowRef, watch } from 'vue'
import { eachAlone, gatherCauses, type Cause } from './gather-causes.js'
import type { AlarmGroup } from './group-alarms.js'
import { holdOrder } from './hold.js'

/** A finger is gone before its click arrives. */
const FINGER_MS = 500

interface HeldOrderOptions {
  groups: () => readonly AlarmGroup[]
  /** Alarms come faster than a person can follow: they are shown by cause and commune. */
  flooding: () => boolean
  areaOf: (station: string) => string | null
  /** What belongs to the list: whoever has the pointer or the focus in it holds it. */
  root: () => HTMLElement | null
}

interface Order {
  causes: readonly Cause[]
  flooding: boolean
}

/**
 * The order of the list, and how it is held while somebody's pointer, finger or focus is in it.
 *
 * `hands` are the listeners of the root. Whether the list is grouped is held as well: a heading that came up would push
 * every row away from under the hand.
 */
export function useHeldOrder({ groups, flooding, areaOf, root }: HeldOrderOptions) {
  const order = computed((): Order => {
    const isFlood = flooding()
    return { causes: isFlood ? gatherCauses(groups(), areaOf) : eachAlone(groups()), flooding: isFlood }
  })
  /** Null while nobody is in the list. */
  const held = shallowRef<Order | null>(null)
  const shown = computed(() => ({
    ...holdOrder(held.value?.causes ?? null, order.value.causes),
    flooding: (held.value ?? order.value).flooding,
  }))

  let pointer = false
  let finger: ReturnType<typeof setTimeout> | undefined
  function hold() {
    const busy = pointer || (root()?.contains(document.activeElement) ?? false)
    // In an empty list nothing can move, and what comes must not wait outside of it.
    if (busy && held.value === null && order.value.causes.length > 0) {
      held.value = { causes: shown.value.causes, flooding: shown.value.flooding }
    }
    if (!busy) held.value = null
  }
  /** What takes the focus away while the list is redrawn gives it back in the same turn. */
  const holdSoon = () => void nextTick(hold)
  function onPointer(here: boolean, { pointerType }: PointerEvent) {
    clearTimeout(finger)
    const leave = () => {
      pointer = here
      hold()
    }
    if (here || pointerType === 'mouse') leave()
    else finger = setTimeout(leave, FINGER_MS)
  }
  function letGo() {
    clearTimeout(finger)
    pointer = false
    held.value = null
  }
  watch(() => order.value.causes.length > 0, hold)
  onUpdated(hold)
  onDeactivated(letGo)
  onScopeDispose(() => clearTimeout(finger))

  return {
    shown,
    /** Shows the order of now to the one who is in the list. */
    letIn() {
      held.value = null
      hold()
    },
    hands: {
      pointerenter: (event: PointerEvent) => onPointer(true, event),
      pointerleave: (event: PointerEvent) => onPointer(false, event),
      focusin: hold,
      focusout: holdSoon,
    },
  }
}
