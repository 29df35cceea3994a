import { expect, it } from 'vitest'
import { nearest } from './nearest.js'

const at = (name: string, lon: number, lat: number) => ({ name, lon, lat })
const HERE = at('here', 107.6, 16.4)
const near = (among: ReturnType<typeof at>[], most: number, km: number) =>
  nearest(HERE, among, most, km).map(({ name }) => name)

it('gives the nearest first, and no more than are wanted', () => {
  const among = [at('east', 107.8, 16.4), at('north', 107.6, 16.45), at('south', 107.6, 16.3)]
  expect(near(among, 2, 100)).toEqual(['north', 'south'])
})

it('leaves out who is farther, in whichever direction', () => {
  // A degree is 111.2 km of latitude, and 106.7 km of longitude here.
  const among = [at('north', 107.6, 16.67), at('norther', 107.6, 16.68), at('south', 107.6, 16.12)]
  const aside = [at('west', 107.32, 16.4), at('wester', 107.31, 16.4), at('corner', 107.85, 16.65)]
  expect(near([...among, ...aside], 9, 30.1)).toEqual(['west', 'north'])
})
