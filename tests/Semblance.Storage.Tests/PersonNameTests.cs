using CsCheck;

namespace Semblance.Storage.Tests;

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
    [InlineData("CON")]
    [InlineData("nul.txt")]
    [InlineData("COM1")]
    [InlineData("ends ")]
    [InlineData("ends.")]
    [InlineData("-rf")]
    [InlineData("two\nlines")]
    [InlineData("")]
    public void Parse_WhatIsNoName_IsRefused(string text) => Assert.Throws<PersonNameException>(() => PersonName.Parse(text));

    [Theory]
    [InlineData("anna")]
    [InlineData("José O'Neil")]
    [InlineData("李 小龙")]
    [InlineData("7th_user-b.2")]
    public void Parse_Name_KeepsIt(string text) => Assert.Equal(text, PersonName.Parse(text).Value);

    [Fact]
    public void Parse_TooLong_IsRefused() => Assert.Throws<PersonNameException>(() => PersonName.Parse(new string('a', 65)));

    [Fact]
    public void IsAllowed_AnyText_NeverLeavesTheGallery() =>
        Gen.String.Sample(text => !PersonName.IsAllowed(text) || Path.GetDirectoryName(Path.GetFullPath(Path.Combine("/gallery", text))) == Path.GetFullPath("/gallery"));

    [Fact]
    public void Parse_ControlCharacters_AreNotEchoed() =>
        Assert.DoesNotContain('\e', Assert.Throws<PersonNameException>(() => PersonName.Parse("a\e[31mb")).Message);
}
