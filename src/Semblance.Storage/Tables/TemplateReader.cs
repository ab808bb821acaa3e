using System.Runtime.CompilerServices;

namespace Semblance.Storage.Tables;

/// <summary>Reads all templates in portions, so that nobody's reading holds back the write-ahead log while the caller works.</summary>
internal static class TemplateReader
{
    private const int Portion = 500;

    public static async IAsyncEnumerable<(Guid Id, Template Template)> ReadAsync(
        Database data, DataKeys keys, string packId, Action<StoreException>? damaged, [EnumeratorCancellation] CancellationToken cancellation)
    {
        long after = 0;
        while (true)
        {
            var (last, templates) = await data.ReadAsync(connection => Next(connection, keys, packId, after, damaged), cancellation).ConfigureAwait(false);
            foreach (var template in templates)
                yield return template;
            if (last is null)
                yield break;
            after = last.Value;
        }
    }

    /// <summary>All of them inside the caller's transaction.</summary>
    public static IEnumerable<(Guid Id, Template Template)> Read(SqlSession data, DataKeys keys, string packId, Action<StoreException>? damaged)
    {
        long? after = 0;
        while (after is { } number)
        {
            (after, var templates) = Next(data, keys, packId, number, damaged);
            foreach (var template in templates)
                yield return template;
        }
    }

    private static (long? Last, List<(Guid, Template)> Templates) Next(SqlSession data, DataKeys keys, string packId, long after, Action<StoreException>? damaged)
    {
        var people = data.Query(
            "SELECT number, id, name, created FROM people WHERE number > @after ORDER BY number LIMIT @portion",
            row => (Number: row.GetInt64(0), Id: row.Id(1), Name: row.Bytes(2), Created: row.Time(3)),
            ("@after", after), ("@portion", Portion));
        if (people.Count == 0)
            return (null, []);
        var faces = data.Query(
            "SELECT number, id, pack, details, embedding, person FROM faces WHERE person > @after AND person <= @last AND pack = @pack ORDER BY person, number",
            row => (Person: row.GetInt64(5), Face: new EmbeddingRow(row.GetInt64(0), row.Id(1), row.GetString(2), row.Bytes(3), row.Bytes(4))),
            ("@after", after), ("@last", people[^1].Number), ("@pack", packId)).ToLookup(row => row.Person, row => row.Face);

        var ciphers = keys.Find(people.Select(person => person.Id), damaged);
        var templates = new List<(Guid, Template)>();
        foreach (var person in people)
        {
            if (!ciphers.TryGetValue(person.Id, out var cipher))
                continue;
            try
            {
                if (SealedRows.OpenTemplate(cipher, person.Name, person.Created, [.. faces[person.Number]]) is { } template)
                    templates.Add((person.Id, template));
            }
            catch (StoreException e) when (e.Person is not null && damaged is not null)
            {
                damaged(e);
            }
            finally
            {
                cipher.Dispose();
            }
        }
        return (people[^1].Number, templates);
    }
}
