//! Logistic regression with a penalty on large weights, by Newton's method: exact after some ten steps.

/// Weights of measures, and what is added.
#[derive(Debug, Clone, PartialEq)]
pub struct Fitted {
    /// One for each measure.
    pub weights: Vec<f64>,
    /// Added to the weighted sum.
    pub bias: f64,
}

const STEPS: usize = 25;
/// What hardly varies in these rows gets no large weight: it may vary in others.
const LEAST_DEVIATION: f64 = 1e-6;

/// Fits weights to `rows` of measures, each with whether the pair is the same; `penalty` is on measures brought to
/// one scale.
#[must_use]
pub fn fit(rows: &[(&[f32], bool)], penalty: f64) -> Fitted {
    let columns = rows.first().map_or(0, |(row, _)| row.len());
    let scale = Scale::of(rows, columns);
    let scaled: Vec<(Vec<f64>, f64)> =
        rows.iter().map(|(row, same)| (scale.apply(row), f64::from(u8::from(*same)))).collect();
    let mut weights = vec![0.0; columns + 1];
    for _ in 0..STEPS {
        let step = newton(&scaled, &weights, penalty);
        let longest = step.iter().fold(0.0_f64, |longest, part| longest.max(part.abs()));
        weights.iter_mut().zip(&step).for_each(|(weight, step)| *weight -= step);
        if longest < 1e-5 {
            break;
        }
    }
    scale.undo(&weights)
}

struct Scale {
    means: Vec<f64>,
    deviations: Vec<f64>,
}

impl Scale {
    fn of(rows: &[(&[f32], bool)], columns: usize) -> Self {
        let count = rows.len().max(1) as f64;
        let mean =
            |value: &dyn Fn(&[f32]) -> f64| rows.iter().map(|(row, _)| value(row)).sum::<f64>() / count;
        let means: Vec<f64> = (0..columns).map(|at| mean(&|row| f64::from(row[at]))).collect();
        let deviations = (0..columns)
            .map(|at| mean(&|row| (f64::from(row[at]) - means[at]).powi(2)).sqrt().max(LEAST_DEVIATION))
            .collect();
        Self { means, deviations }
    }

    /// The measures on one scale, and a one for the bias.
    fn apply(&self, row: &[f32]) -> Vec<f64> {
        let scales = self.means.iter().zip(&self.deviations);
        let scaled =
            row.iter().zip(scales).map(|(value, (mean, deviation))| (f64::from(*value) - mean) / deviation);
        scaled.chain([1.0]).collect()
    }

    fn undo(&self, weights: &[f64]) -> Fitted {
        let (bias, weights) = weights.split_last().map_or((0.0, &[][..]), |(bias, weights)| (*bias, weights));
        let weights: Vec<f64> =
            weights.iter().zip(&self.deviations).map(|(weight, by)| weight / by).collect();
        let bias = bias - weights.iter().zip(&self.means).map(|(weight, mean)| weight * mean).sum::<f64>();
        Fitted { weights, bias }
    }
}

/// The step to where the loss, taken as a parabola, is least.
fn newton(rows: &[(Vec<f64>, f64)], weights: &[f64], penalty: f64) -> Vec<f64> {
    let size = weights.len();
    let mut gradient: Vec<f64> = weights.iter().map(|weight| weight * penalty).collect();
    let mut curve = vec![vec![0.0; size]; size];
    for (at, line) in curve.iter_mut().enumerate() {
        line[at] = penalty;
    }
    for (row, same) in rows {
        let likely = sigmoid(row.iter().zip(weights).map(|(value, weight)| value * weight).sum());
        let spread = likely * (1.0 - likely);
        for (at, value) in row.iter().enumerate() {
            gradient[at] += (likely - same) * value;
            // The other half is the same.
            for (cell, other) in curve[at][at..].iter_mut().zip(&row[at..]) {
                *cell += spread * value * other;
            }
        }
    }
    for at in 1..size {
        let (above, below) = curve.split_at_mut(at);
        for (column, line) in above.iter().enumerate() {
            below[0][column] = line[at];
        }
    }
    solve(curve, gradient)
}

/// One over one plus e to the minus `x`.
#[must_use]
pub fn sigmoid(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

/// Solves `matrix` · x = `right` for a matrix with a heavy diagonal.
fn solve(mut matrix: Vec<Vec<f64>>, mut right: Vec<f64>) -> Vec<f64> {
    let size = right.len();
    for at in 0..size {
        let (above, below) = matrix.split_at_mut(at + 1);
        let pivot = &above[at];
        for (offset, line) in below.iter_mut().enumerate() {
            let factor = line[at] / pivot[at];
            line.iter_mut().zip(pivot).skip(at).for_each(|(cell, pivot)| *cell -= factor * pivot);
            right[at + 1 + offset] -= factor * right[at];
        }
    }
    for at in (0..size).rev() {
        let known: f64 = (at + 1..size).map(|column| matrix[at][column] * right[column]).sum();
        right[at] = (right[at] - known) / matrix[at][at];
    }
    right
}

#[cfg(test)]
mod tests {
    use super::{fit, sigmoid};

    #[test]
    fn finds_the_measure_that_decides() {
        let rows: Vec<([f32; 2], bool)> =
            (0..200).map(|at| ([at as f32 / 200.0, (at % 7) as f32], at >= 100)).collect();
        let rows: Vec<(&[f32], bool)> = rows.iter().map(|(row, same)| (&row[..], *same)).collect();
        let fitted = fit(&rows, 0.1);
        let likely = |x: f64| sigmoid(fitted.weights[0] * x + fitted.weights[1] * 3.0 + fitted.bias);
        assert!(likely(0.1) < 0.05 && likely(0.9) > 0.95, "{fitted:?}");
        assert!((likely(0.5) - 0.5).abs() < 0.1);
    }
}
