using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CsCheck;
using Semblance.Storage.Names;

namespace Semblance.Storage.Tests.Names;

public class NfcTests
{
    // Python's unicodedata computed both (build/make-nfc.py).
    private const string EveryCharacter = "9cc65524a9d8082bf10840c616cd199bd2ac12ee49a3381bd6fb7957711f342b";
    private const string Mixtures = "6e9a944ac777cc14f87e5991b94653b94fb458e92011b1ec3388fcf54be30d76";

    [Theory]
    [InlineData("Jose\u0301", "José")]
    [InlineData("\u1112\u1161\u11AB\u1100\u116E\u11A8", "\uD55C\uAD6D")]
    [InlineData("\u05E9\u05C1\u05B8\u05E8\u05B8\u05D4", "\u05E9\u05B8\u05C1\u05E8\u05B8\u05D4")]
    [InlineData("\u0645\u064F\u062D\u064E\u0645\u064E\u0651\u062F", "\u0645\u064F\u062D\u064E\u0645\u064E\u0651\u062F")]
    [InlineData("\u0627\u0653", "\u0622")]
    [InlineData("\u212Bngstro\u0308m", "Ångström")]
    [InlineData("\u0958", "\u0915\u093C")]
    [InlineData("a\u0323\u0301", "\u1EA1\u0301")]
    [InlineData("a\u0301\u0323", "\u1EA1\u0301")]
    [InlineData("\uD834\uDD5E", "\uD834\uDD57\uD834\uDD65")]
    public void Normalize_Text_ComposesAndOrdersMarks(string text, string expected) => Assert.Equal(expected, Nfc.Normalize(text));

    [Fact]
    public void Normalize_EveryCharacter_AgreesWithPython()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (int point = 0; point <= 0x10FFFF; point++)
        {
            if (point is < 0xD800 or > 0xDFFF)
                hash.AppendData(Encoding.UTF8.GetBytes(Nfc.Normalize(char.ConvertFromUtf32(point)) + "\n"));
        }

        Assert.Equal(EveryCharacter, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    [Fact]
    public void Normalize_Mixtures_AgreeWithPython()
    {
        int[] points = [0x61, 0x65, 0x6F, 0x1100, 0x1161, 0x11A8, 0xAC00, 0xAC01, .. Listed()];
        ulong state = 1;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (int text = 0; text < 100_000; text++)
        {
            var mixture = new StringBuilder();
            for (int letter = 0; letter < 6; letter++)
            {
                state = unchecked(state * 6364136223846793005 + 1442695040888963407);
                mixture.Append(char.ConvertFromUtf32(points[(int)((state >> 33) % (ulong)points.Length)]));
            }
            hash.AppendData(Encoding.UTF8.GetBytes(Nfc.Normalize(mixture.ToString()) + "\n"));
        }

        Assert.Equal(Mixtures, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    [Fact]
    public void Normalize_AnyText_OnceIsEnough() => Gen.String.Sample(text => Nfc.Normalize(Nfc.Normalize(text)) == Nfc.Normalize(text));

    private static IEnumerable<int> Listed()
    {
        using var reader = new StreamReader(typeof(Nfc).Assembly.GetManifestResourceStream("names/nfc.txt")!);
        foreach (string[] fields in reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.Split(' ')))
        {
            var numbers = fields[1..].Select(field => int.Parse(field, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToList();
            foreach (int point in fields[0] == "C" ? Enumerable.Range(numbers[0], numbers[1] - numbers[0] + 1) : numbers)
                yield return point;
        }
    }
}
