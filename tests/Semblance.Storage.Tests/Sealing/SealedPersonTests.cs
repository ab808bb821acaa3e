using Semblance.Storage.Sealing;

namespace Semblance.Storage.Tests.Sealing;

public class SealedPersonTests
{
    private const string Passphrase = "correct horse battery";

    [Fact]
    public void Person_SealedAndOpened_IsTheSame()
    {
        var person = MadePeople.Person("Änne O'Neil", faces: 3);
        person = person with { Faces = [.. person.Faces, MadePeople.Face(9, withPhoto: false) with { Pose = null }] };

        var opened = SealedPerson.Open(SealedPerson.Seal(person, Passphrase), Passphrase);

        Assert.Equal((person.Name, person.Consent), (opened.Name, opened.Consent));
        Assert.Equal(person.Faces.Select(face => face.Embedding.Values.ToArray()), opened.Faces.Select(face => face.Embedding.Values.ToArray()));
        Assert.Equal(person.Faces.Select(face => (face.Embedding.ModelId, face.Quality, face.Pose)), opened.Faces.Select(face => (face.Embedding.ModelId, face.Quality, face.Pose)));
        Assert.Equal(person.Faces.Select(face => face.Photo), opened.Faces.Select(face => face.Photo));
    }

    [Fact]
    public void Sealed_WithAnotherPassphrase_IsRefused()
    {
        byte[] file = SealedPerson.Seal(MadePeople.Person("anna"), Passphrase);

        Assert.Throws<SealException>(() => SealedPerson.Open(file, Passphrase + "!"));
        Assert.Throws<SealException>(() => SealedPerson.Seal(MadePeople.Person("anna"), "eleven char"));
    }

    [Fact]
    public void Sealed_WithAPassphraseComposedOtherwise_Opens()
    {
        byte[] file = SealedPerson.Seal(MadePeople.Person("anna"), "un café très noir");

        Assert.Equal("anna", SealedPerson.Open(file, "un cafe\u0301 tre\u0300s noir").Name.Value);
    }

    [Fact]
    public void Sealed_WithAChangedByte_IsRefusedWhereverItLies()
    {
        byte[] file = SealedPerson.Seal(MadePeople.Person("anna"), Passphrase);
        // Magic, format, iterations (to less, to far more), salt, nonce, ciphertext, tag.
        foreach (int at in (int[])[0, 4, 5, 7, 8, 9, 24, 25, 36, 37, file.Length / 2, file.Length - 1])
        {
            var changed = (byte[])file.Clone();
            changed[at] ^= 0x10;
            Assert.Throws<SealException>(() => SealedPerson.Open(changed, Passphrase));
        }
        Assert.Throws<SealException>(() => SealedPerson.Open(file.AsSpan(0, file.Length - 1), Passphrase));
        Assert.Throws<SealException>(() => SealedPerson.Open([], Passphrase));
    }

    [Fact]
    public void Sealed_File_ShowsNeitherNameNorConsent()
    {
        byte[] file = SealedPerson.Seal(MadePeople.Person("Annegret"), Passphrase);

        Assert.Equal(-1, file.AsSpan().IndexOf("Annegret"u8));
        Assert.Equal(-1, file.AsSpan().IndexOf("I agree"u8));
        Assert.NotEqual(file, SealedPerson.Seal(MadePeople.Person("Annegret"), Passphrase));
    }
}
