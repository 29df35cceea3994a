/** Rows of features for a regression, one after the other in one array. */
export interface Rows {
  /** `count` rows of `width` features. */
  features: Float64Array
  targets: Float64Array
  /** How much each row counts. */
  weights: Float64Array
  width: number
  count: number
}

/** A linear model: a constant, then a slope for each feature. */
export type Line = Float64Array

/** Rounds of reweighting that bring least squares close to least absolute errors. */
const ROUNDS = 2
/** Errors below this share of the mean absolute error no longer raise a row's weight. */
const LEAST_ERROR = 0.2

/**
 * Ridge regression of the median: least absolute errors by reweighted least squares (Schlossmacher 1973), the slopes of
 * the features in units of their spread drawn towards zero.
 *
 * @param penalty how hard, as a share of the weight of all rows
 */
export function fitRidge(rows: Rows, penalty: number): Line {
  const scaled = standardise(rows)
  const weights = rows.weights.slice()
  let line = solveRidge(scaled, weights, penalty)
  for (let round = 0; round < ROUNDS; round++) {
    const errors = residuals(scaled, line)
    const least = LEAST_ERROR * weightedMean(errors, rows.weights) || 1
    for (let row = 0; row < rows.count; row++) weights[row] = rows.weights[row]! / Math.max(errors[row]! / least, 1)
    line = solveRidge(scaled, weights, penalty)
  }
  return toOriginal(line, scaled)
}

/** What the line says for one row of features that begins at `offset`. */
export function valueOf(line: Line, features: Float64Array, offset = 0): number {
  let value = line[0]!
  for (let i = 1; i < line.length; i++) value += line[i]! * features[offset + i - 1]!
  return value
}

interface Scaled extends Rows {
  means: Float64Array
  spreads: Float64Array
}

function standardise(rows: Rows): Scaled {
  const { features, weights, width, count } = rows
  const means = new Float64Array(width)
  const spreads = new Float64Array(width)
  let total = 0
  for (let row = 0; row < count; row++) {
    total += weights[row]!
    for (let i = 0; i < width; i++) means[i]! += weights[row]! * features[row * width + i]!
  }
  for (let i = 0; i < width; i++) means[i]! /= total
  for (let row = 0; row < count; row++) {
    for (let i = 0; i < width; i++) spreads[i]! += weights[row]! * (features[row * width + i]! - means[i]!) ** 2
  }
  for (let i = 0; i < width; i++) spreads[i] = Math.sqrt(spreads[i]! / total) || 1
  const scaled = new Float64Array(count * width)
  for (let row = 0; row < count; row++) {
    for (let i = 0; i < width; i++) {
      scaled[row * width + i] = (features[row * width + i]! - means[i]!) / spreads[i]!
    }
  }
  return { ...rows, features: scaled, means, spreads }
}

function solveRidge({ features, targets, width, count }: Rows, weights: Float64Array, penalty: number): Line {
  const size = width + 1
  const gram = new Float64Array(size * size)
  const right = new Float64Array(size)
  for (let row = 0; row < count; row++) {
    const weight = weights[row]!
    const from = row * width
    const target = weight * targets[row]!
    gram[0]! += weight
    right[0]! += target
    for (let i = 0; i < width; i++) {
      const feature = features[from + i]!
      const weighted = weight * feature
      right[i + 1]! += target * feature
      const line = (i + 1) * size
      gram[line]! += weighted
      for (let j = 0; j <= i; j++) gram[line + j + 1]! += weighted * features[from + j]!
    }
  }
  const ridge = penalty * gram[0]!
  for (let i = 1; i < size; i++) gram[i * size + i]! += ridge
  return solveSymmetric(gram, right, size)
}

/** Cholesky; only the lower triangle is read, and written over. */
function solveSymmetric(gram: Float64Array, right: Float64Array, size: number): Float64Array {
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = gram[i * size + j]!
      for (let k = 0; k < j; k++) sum -= gram[i * size + k]! * gram[j * size + k]!
      gram[i * size + j] = i === j ? Math.sqrt(Math.max(sum, 1e-12)) : sum / gram[j * size + j]!
    }
  }
  const out = right.slice()
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < i; k++) out[i]! -= gram[i * size + k]! * out[k]!
    out[i]! /= gram[i * size + i]!
  }
  for (let i = size - 1; i >= 0; i--) {
    for (let k = i + 1; k < size; k++) out[i]! -= gram[k * size + i]! * out[k]!
    out[i]! /= gram[i * size + i]!
  }
  return out
}

function residuals({ features, targets, width, count }: Rows, line: Line): Float64Array {
  const errors = new Float64Array(count)
  for (let row = 0; row < count; row++) {
    errors[row] = Math.abs(targets[row]! - valueOf(line, features, row * width))
  }
  return errors
}

function weightedMean(values: Float64Array, weights: Float64Array): number {
  let sum = 0
  let total = 0
  for (let i = 0; i < values.length; i++) {
    sum += weights[i]! * values[i]!
    total += weights[i]!
  }
  return total === 0 ? 0 : sum / total
}

function toOriginal(line: Line, { means, spreads }: Scaled): Line {
  const out = line.slice()
  for (let i = 1; i < out.length; i++) {
    out[i]! /= spreads[i - 1]!
    out[0]! -= out[i]! * means[i - 1]!
  }
  return out
}
