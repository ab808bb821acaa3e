using System.Numerics;

namespace Semblance.Training.Relighting;

/// <summary>The person of a clip before a screen: each frame is relit by a head that is fitted to the landmarks.</summary>
internal sealed class LivePerson : RelitScene
{
    private readonly TrackedClip _clip;
    private readonly int _first;
    private readonly HeadMesh _head;
    private readonly ScreenLight _light;
    private readonly LightMap _map;
    private readonly float _gloss;

    /// <summary>Puts a person before a screen.</summary>
    public LivePerson(TrackedClip clip, HeadShape shape, ScreenLight light, Random random) : base(clip.Frames[0].Photo.Width, clip.Frames[0].Photo.Height)
    {
        (_clip, _light, _head) = (clip, light, new HeadMesh(shape.Vary(random)));
        _first = random.Next(clip.Frames.Count);
        _gloss = 0.02f + 0.05f * random.NextSingle();
        _map = new LightMap(Width, Height);
    }

    /// <inheritdoc/>
    public override Face FaceAt(int index) => _clip.At(_first + index).Face;

    /// <inheritdoc/>
    public override void Render(int index, Vector3 shown, float[] light)
    {
        var frame = _clip.At(_first + index);
        _map.Shade(_head, _head.Fit(frame.Smooth), _light, _gloss);
        Relight(frame.Photo, _map, _light.Share * shown, light);
    }
}
