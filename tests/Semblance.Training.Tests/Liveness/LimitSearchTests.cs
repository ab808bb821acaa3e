using Semblance.Evaluation;
using Semblance.Liveness;
using Semblance.Training.Liveness;
using Semblance.Training.Motion;
using Semblance.Training.Spoof;

namespace Semblance.Training.Tests.Liveness;

/// <summary>How limits of liveness are derived from people.</summary>
public class LimitSearchTests
{
    private static readonly (string Person, double Value)[] s_people = [("a", 0.1), ("a", 0.2), ("b", 0.3), ("c", 0.4), ("c", 0.05)];

    [Fact]
    public void PersonMargin_ThreePeople_StandsAsFarBeyondTheMostExtremeOne()
    {
        Assert.Equal(0.4 * 0.4 / 0.3, PersonMargin.Above(s_people)!.Value, 9);
        Assert.Equal(0.05 * 0.05 / 0.1, PersonMargin.Below(s_people)!.Value, 9);
        Assert.Equal(0.5, PersonMargin.Over(s_people)!.Value, 9);
        Assert.Equal(0, PersonMargin.Under(s_people)!.Value, 9);
    }

    [Fact]
    public void PersonMargin_TwoPeople_GivesNothing()
    {
        Assert.Null(PersonMargin.Above(s_people[..3]));
        Assert.Null(PersonMargin.Below([]));
        Assert.Null(PersonMargin.Over([("a", 1), ("b", double.NaN), ("c", 1)]));
    }

    [Fact]
    public void NextPerson_FivePeople_StandsWhereAPredictionBoundDoes()
    {
        // Mean 3, deviation sqrt(2.5), t(4, 99 %) = 3.747.
        (string, double)[] people = [("a", 1), ("b", 2), ("c", 3), ("c", 2.5), ("d", 4), ("e", 5)];

        Assert.Equal(3 + 3.747 * Math.Sqrt(2.5 * 1.2), NextPerson.Over(people)!.Value, 0.05);
        Assert.Equal(-NextPerson.Over(people.Select(person => (person.Item1, -person.Item2)))!.Value, NextPerson.Under(people)!.Value, 9);
        Assert.Equal(Math.Exp(NextPerson.Over(people)!.Value), NextPerson.Above(people.Select(person => (person.Item1, Math.Exp(person.Item2))))!.Value, 1e-6);
        Assert.Null(NextPerson.Below([("a", 1), ("b", double.NaN), ("c", 1)]));
    }

    [Fact]
    public void Try_LimitThatHelpsAndCostsNothing_IsTakenAndExplained()
    {
        var search = new LimitSearch<double>(0.5, value => value < 0.3 ? [1, 0] : [1, 2], "The command.", _ => { });

        search.Try("flat", 0.5, 0.12345, value => value, "under everybody");

        Assert.Equal(0.123, search.Options);
        Assert.StartsWith("Under everybody", search.Evidence["flat"]);
        Assert.EndsWith("The command.", search.Evidence["flat"]);
    }

    [Fact]
    public void Try_LimitWithWhichASetFaresWorse_IsNotTaken()
    {
        var search = new LimitSearch<double>(0.5, value => value < 0.3 ? [0, 3] : [1, 2], "The command.", _ => { });

        search.Try("flat", 0.5, 0.1, value => value, "under everybody");
        search.Try("curved", 0.5, null, value => value, "over everybody");
        search.Try("bent", 0.5, 0.4, value => value, "over everybody");

        Assert.Equal(0.5, search.Options);
        Assert.Contains("no set fares better", search.Evidence["bent"]);
        Assert.Contains("0.1 was derived", search.Evidence["flat"]);
        Assert.Contains("Too few people", search.Evidence["curved"]);
    }

    [Fact]
    public void Texture_SetsThatDiffer_TheWorstOneDecides()
    {
        var trials = new List<TextureTrial>();
        Add("easy", null, 0.8, 1);
        Add("easy", "print", 0, 0.1);
        Add("hard", null, 0.5, 1);
        Add("hard", "screen", 0.2, 0.6);

        var (thresholds, evidence) = TextureCalibration.Derive(trials, "The command.");

        // Of the hard set 12 of 101 people score below 0.56, and 11 of 101 screens reach it.
        Assert.Equal(new SpoofThresholds(0.56, 0.28), thresholds);
        Assert.Contains("errs least (hard)", evidence);
        Assert.Contains("easy print 0 of 101, hard screen 11 of 101; live easy 101 of 101, hard 89 of 101", evidence);

        // A person whom the training saw says nothing.
        trials.AddRange(Enumerable.Range(0, 100).Select(i => new TextureTrial("seen", $"{i}", null, 0.02, IsSeen: true)));
        Assert.Equal(thresholds, TextureCalibration.Derive(trials, "The command.").Thresholds);

        void Add(string set, string? attack, double from, double to) =>
            trials.AddRange(Enumerable.Range(0, 101).Select(i => new TextureTrial(set, $"{i}", attack, from + (to - from) * i / 100, IsSeen: false)));
    }

    [Fact]
    public void Motion_LiveFacesThatBendMore_GetAHigherLimitForFlat()
    {
        var trials = new List<MotionTrial>();
        for (int person = 0; person < 4; person++)
        {
            trials.Add(Trial($"{person}", null, bend: 0.1 + 0.01 * person));
            trials.Add(Trial($"{person}", MotionEvaluation.Still, bend: 0.04 + 0.005 * person));
        }
        var before = new MotionOptions();

        var after = MotionCalibration.Derive(trials, before, "The command.", _ => { });

        Assert.InRange(after.FlatBend, 0.06, 0.08);
        Assert.Equal([0, 4, 4, 0], MotionCalibration.Errors(trials, before));
        Assert.Equal([0, 4, 0, 0], MotionCalibration.Errors(trials, after));
        Assert.Contains("bend of any live face", after.Evidence["flatBend"]);
        Assert.Equal(before.HeldNearMean, after.HeldNearMean);
        Assert.Contains("Kept", after.Evidence["heldNearMean"]);
    }

    // Before a picture whose border rests.
    private static MotionTrial Trial(string person, string? attack, double bend) => new(
        new(MotionEvaluation.WithFlow, person, MotionEvaluation.Moving, attack, null, LivenessVerdict.Unsure, IsSimulated: true),
        [new MotionSigns(0.01, 0.01, 20, bend, 0.2, 0, 0, 0, default, new(100, -80, 0, 0))]);
}
