using System.Globalization;
using Semblance.Training.Data;

namespace Semblance.Training.Detectors;

/// <summary>
/// Reads a folder of photos with the faces in them: <c>NAME/*.jpg</c> beside <c>NAME.csv</c>, whose header is <c>file,x,y,w,h</c>,
/// optionally followed by <c>score</c> and the landmarks <c>x0,y0</c> to <c>x4,y4</c>.
/// </summary>
internal static class SceneFolder
{
    /// <summary>Reads the photos in the order of their names.</summary>
    /// <param name="folder">The folder <c>NAME</c>.</param>
    /// <exception cref="DataException">The folder or the list is missing, or a line of it cannot be read.</exception>
    /// <exception cref="PhotoException">A photo cannot be read.</exception>
    public static IReadOnlyList<Scene> Read(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        string list = folder.TrimEnd(Path.DirectorySeparatorChar) + ".csv";
        if (!Directory.Exists(folder) || !File.Exists(list))
            throw new DataException($"{folder} and {list} are needed: a folder of photos and the list of the faces in them.");
        var faces = File.ReadLines(list).Skip(1).Where(line => line.Length > 0).Select(line => Parse(list, line)).ToLookup(row => row.File, row => row.Face);
        return [.. from file in Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal)
                   where PhotoReader.Extensions.Contains(Path.GetExtension(file))
                   let name = Path.GetFileName(file)
                   select new Scene(name, PhotoReader.Read(file), [.. faces[name]])];
    }

    private static (string File, KnownFace Face) Parse(string list, string line)
    {
        var cells = line.Split(',');
        try
        {
            float[] n = [.. cells.Skip(1).Select(cell => float.Parse(cell, CultureInfo.InvariantCulture))];
            var box = new Box(n[0], n[1], n[2], n[3]);
            return (cells[0], new KnownFace(box, n.Length < 15 ? null : new Landmarks(new(n[5], n[6]), new(n[7], n[8]), new(n[9], n[10]), new(n[11], n[12]), new(n[13], n[14]))));
        }
        catch (Exception e) when (e is FormatException or IndexOutOfRangeException)
        {
            throw new DataException($"{list}: \"{line}\" is no face; a line reads file,x,y,w,h or file,x,y,w,h,score,x0,y0 to x4,y4.");
        }
    }
}
