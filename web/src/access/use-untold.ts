import { inject, onScopeDispose, provide, shallowRef, type InjectionKey, type ShallowRef } from 'vue'

/** A fault that came when the place that would have told it had gone, oldest first. */
export interface Untold {
  /** What was to be done with what: an alarm, a station. */
  about: string
  fault: string
  /** What was written for it and would be lost. */
  written: string
}

type UntoldFaults = ShallowRef<readonly Untold[]>
const KEY: InjectionKey<UntoldFaults> = Symbol('untold')

/** What the room tells in place of those that have gone. */
export function provideUntold(): UntoldFaults {
  const untold: UntoldFaults = shallowRef([])
  provide(KEY, untold)
  return untold
}

/**
 * Hands a fault to the room if the component that asked has gone, as a form that was closed or a row that was scrolled
 * away; false: it is still there and tells it itself.
 */
export function useUntold(about: () => string = () => '') {
  const untold = inject(KEY, null)
  let gone = false
  onScopeDispose(() => (gone = true))
  return (fault: string, written = ''): boolean => {
    if (!gone || !untold) return false
    untold.value = [...untold.value, { about: about(), fault, written }]
    return true
  }
}
