using Npgsql;
using Semblance.Storage.Postgres;

namespace Semblance.Storage.Tests.Postgres;

public class PostgresAddressTests
{
    [Theory]
    [InlineData("postgres://anna@db.example:6000/gallery", "db.example", 6000, "gallery", "anna", SslMode.VerifyFull)]
    [InlineData("postgresql://db.example/gallery?sslmode=require", "db.example", 5432, "gallery", null, SslMode.Require)]
    [InlineData("postgres://anna@localhost/gallery", "localhost", 5432, "gallery", "anna", SslMode.Prefer)]
    [InlineData("postgres://anna@/gallery?host=%2Fvar%2Frun%2Fpostgresql&port=5433", "/var/run/postgresql", 5433, "gallery", "anna", SslMode.Prefer)]
    [InlineData("postgres://[2001:db8::1]:5433/gallery", "2001:db8::1", 5433, "gallery", null, SslMode.VerifyFull)]
    public void Address_InAnyForm_IsRead(string text, string host, int port, string database, string? user, SslMode encryption)
    {
        var parts = PostgresAddress.Parse(text).Parts();

        Assert.Equal((host, port, database, user, encryption), (parts.Host, parts.Port, parts.Database, parts.Username, parts.SslMode));
    }

    [Fact]
    public void Password_InTheAddress_IsNeverPrinted()
    {
        var address = PostgresAddress.Parse("postgres://anna:se%40cret@db.example/gallery");

        Assert.True(address.HasPassword);
        Assert.Equal("se@cret", address.Parts().Password);
        Assert.Equal("postgres://anna@db.example:5432/gallery", address.ToString());
    }

    [Theory]
    [InlineData("/home/anna")]
    [InlineData("postgres://db.example")]
    [InlineData("postgres://anna:secret@db.example:x/gallery")]
    [InlineData("postgres://anna:secret@db.example/gallery?password=secret")]
    [InlineData("postgres://anna:secret@db.example/gallery?sslmode=perhaps")]
    public void Address_ThatIsNone_IsRefusedWithoutItsPassword(string text) =>
        Assert.DoesNotContain("secret", Assert.Throws<FormatException>(() => PostgresAddress.Parse(text)).Message);
}
