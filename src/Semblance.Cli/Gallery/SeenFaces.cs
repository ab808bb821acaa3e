using Semblance.Imaging;
using Semblance.Recognition;
using Semblance.Storage;

namespace Semblance.Cli.Gallery;

/// <summary>What an enrolment has seen so far: good faces, with their photos where these may be kept, and why the others were not good enough.</summary>
internal sealed class SeenFaces(EnrolmentSelection selection, bool keepPhotos)
{
    // As many as the selection chooses from.
    private const int MostPhotos = 500;

    private readonly Dictionary<EnrolmentCandidate, byte[]> _photos = new(ReferenceEqualityComparer.Instance);
    private readonly PriorityQueue<EnrolmentCandidate, double> _byRank = new();

    public EnrolmentSelection Selection => selection;

    public UnusableTally Tally { get; } = new();

    public List<(string File, IReadOnlyList<string> Reasons)> Refused { get; } = [];

    public void Add(Frame frame, FaceReading reading)
    {
        if (reading is FaceReading.Unusable unusable)
        {
            Tally.Add(unusable);
            Refused.Add((frame.Name, unusable.Reasons));
            return;
        }
        var usable = (FaceReading.Usable)reading;
        var candidate = new EnrolmentCandidate(frame.Name, frame.Index, frame.Time.TotalSeconds, usable.Quality, usable.Embedding);
        selection.Add(candidate);
        if (keepPhotos)
            Keep(candidate, KeptPhoto.Cut(frame.Photo, usable.Face));
    }

    public NewFace ToFace(EnrolmentCandidate candidate) => new(candidate.Embedding, candidate.Quality, Photo: _photos.GetValueOrDefault(candidate));

    private void Keep(EnrolmentCandidate candidate, byte[] photo)
    {
        _photos.Add(candidate, photo);
        _byRank.Enqueue(candidate, candidate.Quality.Rank());
        if (_byRank.Count > MostPhotos)
            _photos.Remove(_byRank.Dequeue());
    }
}
