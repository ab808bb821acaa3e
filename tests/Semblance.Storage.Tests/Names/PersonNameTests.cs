using CsCheck;

namespace Semblance.Storage.Tests.Names;

public class PersonNameTests
{
    [Theory]
    [InlineData("../anna")]
    [InlineData("/etc")]
    [InlineData("..")]
    [InlineData(".hidden")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("a:b")]
    [InlineData("ends ")]
    [InlineData("ends,")]
    [InlineData(" begins")]
    [InlineData("-rf")]
    [InlineData("'")]
    [InlineData("''t Hooft")]
    [InlineData("two\nlines")]
    [InlineData("two\u2028lines")]
    [InlineData("two\rlines")]
    [InlineData("anna\u202Enobody")]
    [InlineData("anna\u2066nobody\u2069")]
    [InlineData("anna\u200F")]
    [InlineData("an\u200Dna")]
    [InlineData("an\u200Bna")]
    [InlineData("\u0639\u0644\u06CC\u200C")]
    [InlineData("\u3164")]
    [InlineData("a\u034Fb")]
    [InlineData("\u0301anna")]
    [InlineData("\uD800")]
    [InlineData("a\u0338\u0338\u0338\u0338\u0338\u0338\u0338\u0338\u0338")]
    [InlineData("anna\uFF0Fb")]
    [InlineData("anna \U0001F600")]
    [InlineData("   ")]
    [InlineData("\u3000")]
    [InlineData("")]
    public void Parse_WhatIsNoName_IsRefused(string text) => Assert.Throws<PersonNameException>(() => PersonName.Parse(text));

    [Theory]
    [InlineData("anna")]
    [InlineData("José O'Neil")]
    [InlineData("李 小龙")]
    [InlineData("7th_user-b.2")]
    [InlineData("Con O’Neill")]
    [InlineData("King, Martin Luther, Jr.")]
    [InlineData("'t Hooft")]
    [InlineData("प्रिया शर्मा")]
    [InlineData("அருண் குமார்")]
    [InlineData("ปริญญา น้ำใจ")]
    [InlineData("বিপ্লব")]
    [InlineData("𠮷野")]
    [InlineData("Gal·la")]
    [InlineData("مُحَمَّد")]
    [InlineData("שָׂרָה")]
    [InlineData("ஸ்ரீ")]
    [InlineData("\u0639\u0644\u06CC\u200C\u0631\u0636\u0627")]
    [InlineData("\u0DC1\u0DCA\u200D\u0DBB\u0DD3")]
    [InlineData("\u0D28\u0D28\u0D4D\u200D")]
    [InlineData("ジョン・スミス")]
    [InlineData("\u05D2\u05F3\u05D5\u05DF")]
    public void Parse_Name_IsThatNameComposedOrDecomposed(string text)
    {
        var name = PersonName.Parse(text);

        Assert.Equal(name, PersonName.Parse(Decomposed(text)));
        Assert.Equal(name.Identity, PersonName.Parse(Decomposed(text).ToUpperInvariant()).Identity);
    }

    [Theory]
    [InlineData("O’Brien", "O'BRIEN")]
    [InlineData("\u0639\u0644\u06CC\u200C\u0631\u0636\u0627", "\u0639\u0644\u06CC\u0631\u0636\u0627")]
    [InlineData("Anne‐Marie", "anne-marie")]
    [InlineData("山田　太郎", "山田 太郎")]
    [InlineData("葛\U000E0100城", "葛城")]
    [InlineData("Νίκος", "ΝΊΚΟΣ")]
    public void Identity_OfTwoSpellings_IsOne(string one, string other) => Assert.Equal(PersonName.Parse(one).Identity, PersonName.Parse(other).Identity);

    [Theory]
    [InlineData("Jose", "José")]
    [InlineData("Müller", "Muller")]
    [InlineData("প্রিয", "প্রিয়")]
    public void Identity_OfTwoNames_IsNotOne(string one, string other) => Assert.NotEqual(PersonName.Parse(one).Identity, PersonName.Parse(other).Identity);

    [Fact]
    public void Parse_Length_CountsWhatAReaderCounts()
    {
        // 64 letters with a mark each: 128 code points.
        string longest = string.Concat(Enumerable.Repeat("ம்", 64));

        Assert.Equal(longest, PersonName.Parse(longest).Value);
        foreach (string text in (string[])[longest + "ம்", new string('a', 65), new string('a', 1_000_000), string.Concat(Enumerable.Repeat("𠮷\u0338\u0338\u0338\u0338\u0338", 60))])
            Assert.Contains("longer than 64", Assert.Throws<PersonNameException>(() => PersonName.Parse(text)).Message);
    }

    [Fact]
    public void IsAllowed_AnyText_NeverLeavesAFolderAndIsOneLine() => Gen.String.Sample(text => !PersonName.IsAllowed(text)
        || Path.GetDirectoryName(Path.GetFullPath(Path.Combine("/gallery", text))) == Path.GetFullPath("/gallery") && text.Trim().Length > 0 && !text.Any(char.IsControl));

    [Fact]
    public void Parse_AnyName_IsANameAgain() => Gen.String.Sample(text => !PersonName.IsAllowed(text) || PersonName.Parse(PersonName.Parse(text).Value) == PersonName.Parse(text));

    [Fact]
    public void Parse_WhatATerminalWouldObey_IsNotEchoed()
    {
        string message = Assert.Throws<PersonNameException>(() => PersonName.Parse("a\e[31mb\u202E")).Message;

        Assert.DoesNotContain('\e', message);
        Assert.DoesNotContain('\u202E', message);
        Assert.Contains("U+001B", message);
    }

    // The programs run without ICU, so the test takes letters apart by hand.
    private static string Decomposed(string text) => text.Replace("é", "e\u0301").Replace("ジ", "シ\u3099").Replace("ス", "ス").Replace("\u09DF", "\u09AF\u09BC");
}
