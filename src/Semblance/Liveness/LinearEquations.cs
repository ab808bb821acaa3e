namespace Semblance.Liveness;

/// <summary>Small systems of linear equations.</summary>
internal static class LinearEquations
{
    /// <summary>Solves n equations by Gauss-Jordan elimination with pivots. The matrix must be regular; it is used up.</summary>
    /// <param name="m">n rows of n coefficients and the right-hand side.</param>
    /// <param name="n">How many equations.</param>
    public static double[] Solve(double[,] m, int n)
    {
        for (int column = 0; column < n; column++)
        {
            int pivot = column;
            for (int row = column + 1; row < n; row++)
                pivot = Math.Abs(m[row, column]) > Math.Abs(m[pivot, column]) ? row : pivot;
            for (int j = 0; j <= n && pivot != column; j++)
                (m[column, j], m[pivot, j]) = (m[pivot, j], m[column, j]);
            for (int row = 0; row < n; row++)
            {
                if (row == column)
                    continue;
                double factor = m[row, column] / m[column, column];
                for (int j = column; j <= n; j++)
                    m[row, j] -= factor * m[column, j];
            }
        }
        return [.. Enumerable.Range(0, n).Select(i => m[i, n] / m[i, i])];
    }
}
