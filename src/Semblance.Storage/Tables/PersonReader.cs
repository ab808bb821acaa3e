
namespace Semblance.Storage.Tables;

/// <summary>Finds people in the data and opens what is sealed of them, inside the caller's transaction. Safe for several threads.</summary>
internal sealed class PersonReader(DataKeys keys, KeyedHash names)
{
    public Person? Find(SqlSession data, Guid id) => Open(PersonRows.Find(data, id));

    public Person? Find(SqlSession data, PersonName name)
    {
        string folded = name.Identity;
        var person = Open(PersonRows.Find(data, names.Of(folded)));
        if (person is not null && person.Name.Identity != folded)
            throw new StoreException($"The data lead from a name to the person {person.Id}, who has another name: they were changed. Restore a backup.");
        return person;
    }

    public Template? Template(SqlSession data, Guid id, string packId)
    {
        if (PersonRows.Find(data, id) is not { } row)
            return null;
        using var cipher = keys.Find(id);
        return cipher is null ? null : SealedRows.OpenTemplate(cipher, row.Name, row.Created, PersonRows.Embeddings(data, row.Number, packId));
    }

    // Rows without a key are of somebody who is being removed.
    private Person? Open(PersonRow? row)
    {
        if (row is null)
            return null;
        using var cipher = keys.Find(row.Id);
        return cipher is null ? null : SealedRows.OpenPerson(cipher, row);
    }
}
