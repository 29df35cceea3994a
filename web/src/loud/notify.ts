export type MayNotify = 'granted' | 'denied' | 'default' | 'unsupported'

export function mayNotify(): MayNotify {
  return 'Notification' in window ? Notification.permission : 'unsupported'
}

/** Asks the person; a browser shows that question only after a click. */
export async function askToNotify(): Promise<MayNotify> {
  return 'Notification' in window ? Notification.requestPermission() : 'unsupported'
}

interface Note {
  /** The same alarm twice is one notification. */
  id: string
  title: string
  body: string
  onOpen: () => void
}

/** Shows a notification of the computer while nobody looks at this tab. It is made here: no push service is asked. */
export function notify({ id, title, body, onOpen }: Note): void {
  if (mayNotify() !== 'granted' || !document.hidden) return
  // What is told under the same name again is news again.
  const options: NotificationOptions & { renotify: boolean } = {
    body,
    tag: id,
    renotify: true,
    requireInteraction: true,
  }
  const note = new Notification(title, options)
  note.addEventListener('click', () => {
    window.focus()
    note.close()
    onOpen()
  })
}
