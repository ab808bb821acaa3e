using Semblance.Imaging;
using Semblance.Training.Detectors;

namespace Semblance.Training.Motion;

/// <summary>Backgrounds without faces: parts of photos that are 4 : 3 and hold none of the faces known to be in them.</summary>
internal sealed class Rooms
{
    private const int SmallestWidth = 200;

    private readonly IReadOnlyList<Scene> _scenes;

    /// <summary>Reads the photos of <c>scenes/wider-val</c> below a data folder.</summary>
    public Rooms(string data) => _scenes = SceneFolder.Read(Path.Combine(data, "scenes", "wider-val"));

    /// <summary>Draws one.</summary>
    public Photo Draw(Random random)
    {
        for (int tries = 0; tries < 1000; tries++)
        {
            var scene = _scenes[random.Next(_scenes.Count)];
            int most = Math.Min(scene.Photo.Width, scene.Photo.Height * 4 / 3);
            if (most < SmallestWidth)
                continue;
            int width = random.Next(SmallestWidth, most + 1), height = width * 3 / 4;
            int left = random.Next(scene.Photo.Width - width + 1), top = random.Next(scene.Photo.Height - height + 1);
            bool isFree = scene.Faces.All(face => face.Box.X > left + width || face.Box.Y > top + height || face.Box.X + face.Box.Width < left || face.Box.Y + face.Box.Height < top);
            if (isFree)
                return scene.Photo.Crop(left, top, width, height);
        }
        throw new InvalidOperationException("No photo has a part without faces.");
    }
}
