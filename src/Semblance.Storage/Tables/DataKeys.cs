using System.Security.Cryptography;
using Semblance.Storage.Encryption;

namespace Semblance.Storage.Tables;

/// <summary>
/// The data key of each person. Creating, destroying and settling happen while the caller holds the lane of people, so of all
/// processes and machines one at a time.
/// </summary>
internal sealed class DataKeys(KeyRing ring)
{
    private const string Pending = "p", InUse = "a", Destroyed = "d";

    // As long as a wrapped key: where a row keeps its length, SQLite writes over it.
    private static readonly byte[] s_zeros = new byte[MasterKey.Size + SealedBytes.Overhead];

    /// <summary>Where the keys are, in words.</summary>
    public string Place => ring.Tables.Name;

    /// <summary>Clears away what a log still has of keys that were destroyed.</summary>
    public Task<bool> ClearOldAsync(CancellationToken cancellation) => ring.Tables.ClearOldAsync(cancellation);

    /// <summary>Makes the key of a person who is being enrolled. It is on disk when this returns.</summary>
    /// <param name="person">The person.</param>
    /// <param name="isStored">Whether the rows of somebody are there; asked about keys of enrolments before.</param>
    public PersonCipher Create(Guid person, Func<Guid, bool> isStored)
    {
        var key = RandomNumberGenerator.GetBytes(MasterKey.Size);
        ring.Tables.Write(Lane.Keys, keys =>
        {
            Settle(keys, isStored);
            keys.Execute(
                "INSERT INTO data_keys (person, state, wrapped) VALUES (@person, @state, @wrapped)",
                ("@person", person), ("@state", Pending), ("@wrapped", ring.Master(keys).WrapDataKey(person, key)));
            return true;
        });
        return new PersonCipher(person, key);
    }

    /// <summary>What opens a person's rows; null where the key is destroyed or never was.</summary>
    public PersonCipher? Find(Guid person) => ring.Tables.Read(keys => Find(keys, person));

    /// <summary>What opens the rows of several people; those without a key are left out.</summary>
    /// <param name="people">The people.</param>
    /// <param name="damaged">Told of people whose key is damaged, who are left out too; null: that is an error.</param>
    public Dictionary<Guid, PersonCipher> Find(IEnumerable<Guid> people, Action<StoreException>? damaged) => ring.Tables.Read(keys =>
    {
        var found = new Dictionary<Guid, PersonCipher>();
        var master = ring.Master(keys);
        foreach (var (person, wrapped) in keys.OfPeople("SELECT person, wrapped FROM data_keys WHERE person = @key AND state <> 'd'", people, row => (row.Id(0), row.Bytes(1))))
        {
            try
            {
                found.Add(person, new PersonCipher(person, master.UnwrapDataKey(person, wrapped)));
            }
            catch (StoreException e) when (e.Person is not null && damaged is not null)
            {
                damaged(e);
            }
        }
        return found;
    });

    /// <summary>
    /// Leaves it to what is stored whether a key is still needed: where the person's rows are gone when the store is opened again, it is destroyed then. It opens them until then.
    /// </summary>
    public void Release(Guid person) => ring.Tables.Write(Lane.Keys, keys =>
        keys.Execute("UPDATE data_keys SET state = @state WHERE person = @person AND state = @used", ("@person", person), ("@state", Pending), ("@used", InUse)) > 0);

    /// <summary>Destroys a key for good. It is overwritten on disk when this returns.</summary>
    public void Destroy(Guid person) => ring.Tables.Write(Lane.Keys, keys => Destroy(keys, person));

    /// <summary>Whether a key can still be used.</summary>
    public bool Exists(Guid person) => ring.Tables.Read(keys =>
        keys.Number("SELECT count(*) FROM data_keys WHERE person = @person AND (state <> @destroyed OR wrapped <> @zeros)", ("@person", person), ("@destroyed", Destroyed), ("@zeros", s_zeros)) > 0);

    /// <summary>
    /// Settles what a crash left of enrolments, and says who of the stored people has no key: because it was destroyed (their removal was cut
    /// off, or older data were put back), or because the keys are older than the data.
    /// </summary>
    public (IReadOnlyList<Guid> Destroyed, IReadOnlyList<Guid> Missing) Settle(IReadOnlyCollection<Guid> stored)
    {
        var people = stored as IReadOnlySet<Guid> ?? stored.ToHashSet();
        if (ring.Tables.Read(keys => keys.Number("SELECT count(*) FROM data_keys WHERE state = 'p'")) > 0)
            ring.Tables.Write(Lane.Keys, keys => Settle(keys, people.Contains));
        var states = ring.Tables.Read(keys => keys.Query("SELECT person, state FROM data_keys", row => (Person: row.Id(0), State: row.GetString(1))));
        var destroyed = states.Where(key => key.State == Destroyed && people.Contains(key.Person)).Select(key => key.Person).ToList();
        var known = states.Select(key => key.Person).ToHashSet();
        return (destroyed, [.. people.Where(person => !known.Contains(person))]);
    }

    private static bool Settle(SqlSession keys, Func<Guid, bool> isStored)
    {
        // The index needs the state as a constant.
        foreach (var person in keys.Query("SELECT person FROM data_keys WHERE state = 'p'", row => row.Id(0)))
        {
            if (isStored(person))
                keys.Execute("UPDATE data_keys SET state = @state WHERE person = @person", ("@person", person), ("@state", InUse));
            else
                Destroy(keys, person);
        }
        return true;
    }

    private static bool Destroy(SqlSession keys, Guid person) =>
        keys.Execute("UPDATE data_keys SET state = @state, wrapped = @zeros WHERE person = @person", ("@person", person), ("@state", Destroyed), ("@zeros", s_zeros)) > 0;

    private PersonCipher? Find(SqlSession keys, Guid person)
    {
        var wrapped = keys.First("SELECT wrapped FROM data_keys WHERE person = @person AND state <> @destroyed", row => row.Bytes(0), ("@person", person), ("@destroyed", Destroyed));
        return wrapped is null ? null : new PersonCipher(person, ring.Master(keys).UnwrapDataKey(person, wrapped));
    }
}
