using System.Globalization;
using System.Text;
using Semblance.Storage.Encryption;
using Semblance.Storage.Names;

namespace Semblance.Storage.Tables;

/// <summary>Everybody's name in order, decrypted, in memory; brought up to date where the gallery changed. Safe for several threads.</summary>
internal sealed class NameDirectory(DataKeys keys)
{
    // More changes than these are read as a whole.
    private const int FewChanges = 2_000, Portion = 500;

    private readonly Lock _lock = new();
    private readonly List<Entry> _sorted = [];
    private readonly Dictionary<Guid, Entry> _byId = [];
    private long _version = -1;

    /// <summary>A page of ids, how many there are in all, and where the next page begins.</summary>
    public (IReadOnlyList<Guid> Ids, int Total, string? Next) Page(SqlSession data, PersonQuery query)
    {
        string sought = NameRules.Fold(query.Search ?? "");
        string? after = query.After is null ? null : ReadPosition(query.After);
        lock (_lock)
        {
            Refresh(data);
            var fitting = sought.Length == 0 ? _sorted : _sorted.FindAll(entry => entry.Folded.Contains(sought, StringComparison.Ordinal));
            if (query.Order != PersonOrder.Name)
                return PageByTime(data, query, sought.Length == 0 ? _byId.ContainsKey : fitting.Select(entry => entry.Id).ToHashSet().Contains, fitting.Count, after);
            int start = after is null ? 0 : ~fitting.BinarySearch(new Entry(after, s_last), Entry.Order);
            var page = fitting.Skip(start).Take(query.Limit).ToList();
            string? next = start + page.Count < fitting.Count ? Position(page[^1].Folded) : null;
            return ([.. page.Select(entry => entry.Id)], fitting.Count, next);
        }
    }

    private static (IReadOnlyList<Guid> Ids, int Total, string? Next) PageByTime(SqlSession data, PersonQuery query, Func<Guid, bool> fits, int total, string? after)
    {
        string time = query.Order == PersonOrder.Created ? "created" : "coalesce(used, 0)";
        var (last, id) = after is null ? (long.MaxValue, Guid.Empty) : ReadMoment(after);
        var page = new List<(Guid Id, long Time)>();
        while (page.Count <= query.Limit)
        {
            var portion = data.Query(
                $"SELECT id, {time} FROM people WHERE {time} <= @time AND ({time} < @time OR id > @id) ORDER BY {time} DESC, id LIMIT {Portion}",
                row => (Id: row.Id(0), Time: row.GetInt64(1)), ("@time", last), ("@id", id));
            page.AddRange(portion.Where(person => fits(person.Id)));
            if (portion.Count < Portion)
                break;
            (id, last) = portion[^1];
        }
        string? next = page.Count > query.Limit ? Position($"{page[query.Limit - 1].Time}:{page[query.Limit - 1].Id:N}") : null;
        return ([.. page.Take(query.Limit).Select(person => person.Id)], total, next);
    }

    private void Refresh(SqlSession data)
    {
        long version = ChangeLog.Version(data);
        if (version == _version)
            return;
        var changes = ChangeLog.Since(data, _version);
        // Until all is in place: an error on the way means reading everything next time.
        bool isEmpty = _version < 0;
        _version = -1;
        if (isEmpty || !changes.Complete || changes.Changed.Count + changes.Removed.Count > FewChanges)
            ReadAll(data);
        else
            Follow(data, changes);
        _version = version;
    }

    private void Follow(SqlSession data, GalleryChanges changes)
    {
        foreach (var id in changes.Removed.Concat(changes.Changed))
        {
            if (_byId.Remove(id, out var old))
                _sorted.RemoveAt(_sorted.BinarySearch(old, Entry.Order));
        }
        foreach (var id in changes.Changed)
        {
            var sealedName = data.First("SELECT name FROM people WHERE id = @id", row => row.Bytes(0), ("@id", id));
            if (sealedName is null || !keys.Find([id], damaged: _ => { }).TryGetValue(id, out var cipher))
                continue;
            using var wiped = cipher;
            if (Open(cipher, sealedName!) is not { } entry)
                continue;
            _byId.Add(id, entry);
            _sorted.Insert(~_sorted.BinarySearch(entry, Entry.Order), entry);
        }
    }

    private void ReadAll(SqlSession data)
    {
        _sorted.Clear();
        _byId.Clear();
        foreach (var people in data.Query("SELECT id, name FROM people", row => (Id: row.Id(0), Name: row.Bytes(1))).Chunk(Portion))
        {
            var ciphers = keys.Find(people.Select(person => person.Id), damaged: _ => { });
            foreach (var person in people)
            {
                if (!ciphers.TryGetValue(person.Id, out var cipher))
                    continue;
                using (cipher)
                {
                    if (Open(cipher, person.Name) is { } entry)
                        _byId.Add(person.Id, entry);
                }
            }
        }
        _sorted.AddRange(_byId.Values);
        _sorted.Sort(Entry.Order);
    }

    // Whose name is damaged cannot stand in order; the index of faces names them to administrators.
    private static Entry? Open(PersonCipher cipher, byte[] name)
    {
        try
        {
            return new Entry(SealedRows.OpenName(cipher, name).Identity, cipher.Person);
        }
        catch (StoreException e) when (e.Person is not null)
        {
            return null;
        }
    }

    private static readonly Guid s_last = new([.. Enumerable.Repeat(byte.MaxValue, 16)]);

    private static string Position(string folded) => Convert.ToBase64String(Encoding.UTF8.GetBytes(folded)).Replace('+', '-').Replace('/', '_').TrimEnd('=');

    private static string ReadPosition(string position)
    {
        try
        {
            string padded = position.Replace('-', '+').Replace('_', '/');
            return Encoding.UTF8.GetString(Convert.FromBase64String(padded.PadRight((padded.Length + 3) / 4 * 4, '=')));
        }
        catch (FormatException e)
        {
            throw new ArgumentException("This is no position in a list of people; take the one of the page before.", nameof(position), e);
        }
    }

    private static (long Time, Guid Id) ReadMoment(string position) =>
        position.Split(':') is [var time, var id] && long.TryParse(time, NumberStyles.None, CultureInfo.InvariantCulture, out long ticks) && Guid.TryParseExact(id, "N", out var person)
            ? (ticks, person)
            : throw new ArgumentException("This is a position in a list of another order.", nameof(position));

    private sealed record Entry(string Folded, Guid Id)
    {
        public static IComparer<Entry> Order { get; } = Comparer<Entry>.Create((a, b) => string.CompareOrdinal(a.Folded, b.Folded) is var byName and not 0 ? byName : a.Id.CompareTo(b.Id));
    }
}
