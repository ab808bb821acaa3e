using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Semblance.Liveness;
using Semblance.Recognition;
using Semblance.Server.Decisions;
using Semblance.Server.Pages;
using Semblance.Server.Problems;
using Semblance.Server.Sessions;

namespace Semblance.Server.Tests.Pages;

/// <summary>The page's texts: every language has them all, and none stands in code.</summary>
public sealed partial class TextsTests
{
    // CLDR's plural categories; a browser chooses among them.
    private static readonly Dictionary<string, string[]> s_plurals = new()
    {
        ["en"] = ["one", "other"], ["de"] = ["one", "other"], ["fr"] = ["one", "many", "other"], ["es"] = ["one", "many", "other"], ["pt"] = ["one", "many", "other"], ["it"] = ["one", "many", "other"],
        ["pl"] = ["one", "few", "many", "other"], ["tr"] = ["one", "other"], ["hi"] = ["one", "other"], ["ar"] = ["zero", "one", "two", "few", "many", "other"], ["zh"] = ["other"], ["ja"] = ["other"],
    };

    // Reasons that the outcome or the advice says already.
    private static readonly string[] s_saidElsewhere = ["noFace", "severalFaces", "notSure", "brokenOff", "alreadyEnrolled"];

    private static readonly IReadOnlyDictionary<string, PageFile> s_files = new PageFiles(new PageOptions()).All;

    public static TheoryData<string> Languages => [.. PageOptions.Known];

    [Fact]
    public void Languages_AreTheTwelve() => Assert.Equal(s_plurals.Keys.Order(), PageOptions.Known.Order());

    [Theory]
    [MemberData(nameof(Languages))]
    public void Language_HasTheKeysAndPlaceholdersOfEnglish(string language)
    {
        var (english, texts) = (Texts("en"), Texts(language));

        Assert.Equal(english.Keys.Order(), texts.Keys.Order());
        foreach (var (key, forms) in texts)
        {
            bool isCounted = english[key].Count > 1;
            Assert.Equal(isCounted ? s_plurals[language].Order() : [""], forms.Keys.Order());
            foreach (string text in forms.Values)
            {
                Assert.False(string.IsNullOrWhiteSpace(text), $"{language}: {key} is empty.");
                Assert.True(Placeholders(english[key].Values.First()).SequenceEqual(Placeholders(text)), $"{language}: {key} has other placeholders than English: {text}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void Language_IsTranslated(string language)
    {
        var (english, texts) = (Texts("en"), Texts(language));
        int same = texts.Count(text => text.Value.Values.Last() == english[text.Key].Values.Last());

        Assert.True(language == "en" || same < texts.Count / 20, $"{language}: {same} texts are the English ones.");
    }

    [Fact]
    public void Code_NamesOnlyTextsThatThereAre()
    {
        var english = Texts("en");
        foreach (var (path, script) in Scripts())
        {
            foreach (Match call in TextCall().Matches(script))
                Assert.True(english.ContainsKey(call.Groups[1].Value), $"{path} names the text {call.Groups[1].Value}, and there is none.");
        }
    }

    [Fact]
    public void Code_HasNoTextsOfItsOwn()
    {
        foreach (var (path, script) in Scripts())
        {
            foreach (Match literal in Literal().Matches(Comments().Replace(script, "")))
                Assert.False(IsSaid(literal.Groups[1].Value), $"{path}: {literal.Value} is said to people, and belongs into texts/en.json.");
        }
    }

    [Fact]
    public void Codes_OfTheService_HaveTexts()
    {
        var english = Texts("en");
        var problems = typeof(Problem).GetProperties().Where(property => property.PropertyType == typeof(Problem)).Select(property => ((Problem)property.GetValue(null)!).Code)
            // What the page itself never causes.
            .Except([Problem.MethodNotAllowed.Code, Problem.HeadersTooLarge.Code]);
        var closings = Enum.GetNames<CloseReason>().Select(name => JsonNamingPolicy.CamelCase.ConvertName(name));
        foreach (string code in problems.Concat(closings))
        {
            Assert.Contains($"problem.{code}.title", english.Keys);
            Assert.Contains($"problem.{code}.detail", english.Keys);
        }
        foreach (string outcome in Enum.GetNames<Outcome>())
            Assert.Contains($"outcome.{outcome}", english.Keys);
        foreach (string check in (string[])[CheckNames.Texture, CheckNames.Life, CheckNames.Motion, CheckNames.Challenge, CheckNames.Light])
        {
            Assert.Contains($"check.{check}.name", english.Keys);
            Assert.Contains($"try.{check}", english.Keys);
        }
        foreach (string code in ReasonCodes.All.Select(reason => reason.Code))
            Assert.True(english.ContainsKey($"reason.{code}") || s_saidElsewhere.Contains(code), $"reason.{code} is missing.");
        Assert.Empty(english.Keys.Where(key => key.StartsWith("reason.", StringComparison.Ordinal)).Except(ReasonCodes.All.Select(reason => $"reason.{reason.Code}")));
    }

    [Fact]
    public void Reasons_OfTheLibrary_HaveTheCodes()
    {
        string library = Encoding.Unicode.GetString(File.ReadAllBytes(typeof(Outcome).Assembly.Location));
        string shifted = Encoding.Unicode.GetString(File.ReadAllBytes(typeof(Outcome).Assembly.Location).AsSpan(1));
        string service = Encoding.Unicode.GetString(File.ReadAllBytes(typeof(ReasonCodes).Assembly.Location));
        string serviceShifted = Encoding.Unicode.GetString(File.ReadAllBytes(typeof(ReasonCodes).Assembly.Location).AsSpan(1));
        foreach (var (begins, _) in ReasonCodes.All.Where(reason => reason.Code is not ("removedMeanwhile" or "brokenOff" or "notFinished" or "alreadyEnrolled")))
            Assert.True(library.Contains(begins, StringComparison.Ordinal) || shifted.Contains(begins, StringComparison.Ordinal), $"No reason of the library begins with \"{begins}\" any more.");
        Assert.True(service.Contains("This face is enrolled under", StringComparison.Ordinal) || serviceShifted.Contains("This face is enrolled under", StringComparison.Ordinal));
    }

    // What a person would read: begins with a capital and goes on in small letters, or is a sentence.
    private static bool IsSaid(string literal) => Sentence().IsMatch(literal) && !NotSaid().IsMatch(literal);

    private static IEnumerable<(string Path, string Text)> Scripts() =>
        s_files.Where(file => file.Key.EndsWith(".js", StringComparison.Ordinal)).Select(file => (file.Key, Encoding.UTF8.GetString(file.Value.Bytes)));

    private static Dictionary<string, Dictionary<string, string>> Texts(string language)
    {
        var texts = new Dictionary<string, Dictionary<string, string>>();
        Read(JsonDocument.Parse(s_files[$"texts/{language}.json"].Bytes).RootElement, "");
        return texts;

        void Read(JsonElement place, string path)
        {
            foreach (var entry in place.EnumerateObject())
            {
                string key = path == "" ? entry.Name : $"{path}.{entry.Name}";
                if (entry.Value.ValueKind == JsonValueKind.String)
                    texts[key] = new() { [""] = entry.Value.GetString()! };
                else if (entry.Value.EnumerateObject().Any(form => form.NameEquals("other")) && entry.Value.EnumerateObject().All(form => s_plurals["ar"].Contains(form.Name)))
                    texts[key] = entry.Value.EnumerateObject().ToDictionary(form => form.Name, form => form.Value.GetString()!);
                else
                    Read(entry.Value, key);
            }
        }
    }

    private static IEnumerable<string> Placeholders(string text) => Placeholder().Matches(text).Select(match => match.Value).Distinct().Order();

    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"(?:\bt|counted)\('([\w.]+)'")]
    private static partial Regex TextCall();

    [GeneratedRegex(@"['`]((?:[^'`\\\n]|\\.)*)['`]")]
    private static partial Regex Literal();

    [GeneratedRegex(@"/\*[\s\S]*?\*/|(?<!:)//[^\n]*")]
    private static partial Regex Comments();

    [GeneratedRegex(@"^[A-Z][a-z’]+(?: |$|[.!?…])|[a-z]+ [a-z]+ [a-z]+[.?!]?$|…")]
    private static partial Regex Sentence();

    // Names of errors, headers, keys, outcomes, tags and classes; languages by their own names.
    [GeneratedRegex(@"^(?:Accept|Bearer.*|Semblance|English|Deutsch|Italiano|Polski|Match|Enrolled|Undecided|refused|Enter|Escape|There is no text .*|\w+(?:-\w+)* \w+(?:-\w+)+.*|.*(?:button|notice|tag)-.*)$")]
    private static partial Regex NotSaid();
}
