using CsCheck;
using Semblance.Evaluation;
using Semblance.Recognition;

namespace Semblance.Tests.Evaluation;

public class CalibrationScoresTests
{
    [Fact]
    public void At_AnyScoresAndRate_IsTheLowestScoreThatTooFewReach()
    {
        Gen.Select(Gen.Int[0, 12].Array[1, 60], Gen.Int[1, 40]).Sample((scores, percent) =>
        {
            double rate = percent / 100.0;
            var builder = new ScoreTail.Builder(scores.Length, 0.4);
            foreach (int score in scores)
                builder.Add(score, 0, 1);

            var (threshold, reached) = builder.Build().At(rate);

            var fitting = scores.Where(candidate => scores.Count(score => score >= candidate) <= rate * scores.Length + 1e-9).ToList();
            Assert.Equal(fitting.Count == 0 ? double.NaN : fitting.Min(), threshold);
            Assert.Equal(fitting.Count == 0 ? 0 : scores.Count(score => score >= threshold), reached);
        });
    }

    [Fact]
    public void At_RateBeyondWhatWasKept_Throws()
    {
        var builder = new ScoreTail.Builder(100, 0.1);
        for (int i = 0; i < 100; i++)
            builder.Add(i, 0, 1);
        var tail = builder.Build();

        Assert.Equal((90, 10), tail.At(0.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => tail.At(0.2));
    }

    [Fact]
    public void Build_AnotherOrder_IsTheSame()
    {
        Gen.Select(Gen.Int[0, 500], Gen.Int[0, 5], Gen.Int[0, 5]).Array[3000].Sample(scores =>
        {
            var (there, back) = (Build(scores), Build(scores.Reverse()));

            Assert.Equal(there.Similarity, back.Similarity);
            Assert.Equal(scores.Select(score => (double)score.Item1).OrderDescending().Take(there.Similarity.Length), there.Similarity);
            double lowest = there.Similarity[^1];
            Assert.Equal(Families(there, lowest), Families(back, lowest));
        }, iter: 20);

        static ScoreTail Build(IEnumerable<(int, int, int)> scores)
        {
            var builder = new ScoreTail.Builder(3000, 0.05);
            foreach (var (score, a, b) in scores)
                builder.Add(score, a, b);
            return builder.Build();
        }

        // Which of the equal scores at the very end are kept depends on the order, and makes no difference to any threshold above them.
        static IEnumerable<(int, int)> Families(ScoreTail tail, double above) => tail.FamilyA.Zip(tail.FamilyB).Zip(tail.Similarity).Where(pair => pair.Second > above).Select(pair => pair.First);
    }

    [Fact]
    public void FromFaces_AnyFamiliesAndFailures_CountsAndWeighsAsAllPairsDo()
    {
        var faces = Gen.Select(Gen.Int[0, 5], Gen.Float[0, 6], Gen.Int[0, 9]).Array[2, 20].Select(Labelled);
        Gen.Select(faces, Gen.Int[0, 3].Array[6], Gen.Bool).Sample((set, times, merge) =>
        {
            int people = set.Max(face => face.Subject) + 1;
            (int, int)[] same = merge && people > 1 ? [(people - 1, 0)] : [];

            var scores = CalibrationScores.FromFaces(set, Comparator.Cosine, 1, same);

            var index = new PeopleIndex(set, same);
            var (impostor, failed, genuine) = (0L, 0L, 0);
            double weighed = 0;
            for (int i = 0; i < set.Length; i++)
            {
                for (int j = i + 1; j < set.Length; j++)
                {
                    var (a, b) = (set[i], set[j]);
                    bool usable = a.Embedding is not null && b.Embedding is not null;
                    if (a.Subject == b.Subject)
                    {
                        genuine++;
                    }
                    else if (!index.AreSame(a.Subject, b.Subject))
                    {
                        int x = index.FamilyOf(a.Subject), y = index.FamilyOf(b.Subject);
                        (impostor, failed) = usable ? (impostor + 1, failed) : (impostor, failed + 1);
                        weighed += !usable ? 0 : x == y ? times[x] : times[x] * times[y];
                    }
                }
            }
            Assert.Equal((impostor, failed, genuine), (scores.Impostor, scores.FailedImpostor, scores.Genuine));
            Assert.Equal(weighed, scores.ImpostorWeight(times.AsSpan(0, scores.Families)));
        });
    }

    [Fact]
    public void FromFaces_SubjectOfTwoFamilies_Throws() => Assert.Throws<ArgumentException>(() =>
        CalibrationScores.FromFaces([new(null, 0, 0), new(null, 0, 1)], Comparator.Cosine));

    // Two subjects to a family; numbers without gaps.
    private static LabelledFace[] Labelled((int Subject, float Angle, int Luck)[] drawn)
    {
        var numbers = drawn.Select(face => face.Subject).Distinct().Select((subject, number) => (subject, number)).ToDictionary(pair => pair.subject, pair => pair.number);
        return [.. drawn.Select(face => new LabelledFace(
            face.Luck == 9 ? null : new Embedding("drawn", [MathF.Cos(face.Angle), MathF.Sin(face.Angle)]), numbers[face.Subject], numbers[face.Subject] / 2))];
    }
}
