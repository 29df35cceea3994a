import { isIndexKey } from '@ioc/shared/properties'
import { useWords } from '../i18n/use-words.js'
import { useRoom } from '../room/use-room.js'

/** How a property or an index is called; its own key where nobody knows it. */
export function usePropertyName(): (key: string) => string {
  const { t, language } = useWords()
  const { properties } = useRoom()
  return (key) => (isIndexKey(key) ? t(`index.${key}`) : (properties.get(key)?.[language.value] ?? key))
}
