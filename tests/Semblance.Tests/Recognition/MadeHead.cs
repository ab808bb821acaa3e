namespace Semblance.Tests.Recognition;

/// <summary>A head of the template's proportions, turned, nodded, seen from far away and tilted.</summary>
internal static class MadeHead
{
    public static Landmarks Project(double yaw, double pitch, double roll, double scale, double x = 100, double y = 100)
    {
        (double X, double Y, double Z)[] head = [(-17.62, 0, 0), (17.62, 0, 0), (0, 0.57 * 40.68, 16), (-14.59, 40.68, 0), (14.59, 40.68, 0)];
        double a = yaw * Math.PI / 180, p = pitch * Math.PI / 180, r = roll * Math.PI / 180;
        var points = head.Select(point =>
        {
            var (x1, z1) = (point.X * Math.Cos(a) + point.Z * Math.Sin(a), point.Z * Math.Cos(a) - point.X * Math.Sin(a));
            double y1 = point.Y * Math.Cos(p) - z1 * Math.Sin(p);
            return new Point((float)(x + scale * (x1 * Math.Cos(r) - y1 * Math.Sin(r))), (float)(y + scale * (x1 * Math.Sin(r) + y1 * Math.Cos(r))));
        }).ToArray();
        return new Landmarks(points[0], points[1], points[2], points[3], points[4]);
    }
}
