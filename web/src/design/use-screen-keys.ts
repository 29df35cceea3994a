import { onActivated, onBeforeUnmount, onDeactivated, onMounted } from 'vue'

/** Hears keys wherever the focus is, while its component is on the screen; never what is typed into a field. */
export function useScreenKeys(onKey: (event: KeyboardEvent) => void): void {
  function hear(event: KeyboardEvent) {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
    if (event.target instanceof Element && event.target.closest('input, textarea, select, dialog')) return
    onKey(event)
  }
  const listen = () => window.addEventListener('keydown', hear)
  const stop = () => window.removeEventListener('keydown', hear)
  onMounted(listen)
  onActivated(listen)
  onDeactivated(stop)
  onBeforeUnmount(stop)
}
