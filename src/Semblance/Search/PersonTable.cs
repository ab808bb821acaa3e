namespace Semblance.Search;

/// <summary>
/// From people to the slots of their rows. It keeps the slots only, 4 to 8 bytes for each of its places, as the ids stand with the rows. Not for several threads.
/// </summary>
/// <param name="personOf">Whose a slot is.</param>
internal sealed class PersonTable(Func<int, Guid> personOf)
{
    private const int Nobody = -1, Least = 16;

    private int[] _places = Empty(Least);

    public int Count { get; private set; }

    /// <summary>Somebody's slot; null where they have none.</summary>
    public int? Find(Guid person) => _places[PlaceOf(person)] is var slot and not Nobody ? slot : null;

    /// <summary>Notes a slot of somebody who has none yet; the id stands with the row already.</summary>
    public void Add(Guid person, int slot)
    {
        // Three places of four are taken at most.
        if (4 * (Count + 1) > 3 * _places.Length)
            Grow();
        _places[PlaceOf(person)] = slot;
        Count++;
    }

    /// <summary>Forgets somebody, while the id still stands with the row.</summary>
    public void Remove(Guid person)
    {
        int hole = PlaceOf(person), mask = _places.Length - 1;
        if (_places[hole] == Nobody)
            return;
        Count--;
        // Those behind move up where the hole lies between their first place and the one they have.
        for (int next = (hole + 1) & mask; _places[next] != Nobody; next = (next + 1) & mask)
        {
            if (((next - FirstPlace(personOf(_places[next]))) & mask) < ((next - hole) & mask))
                continue;
            _places[hole] = _places[next];
            hole = next;
        }
        _places[hole] = Nobody;
    }

    private int PlaceOf(Guid person)
    {
        int place = FirstPlace(person);
        while (_places[place] != Nobody && personOf(_places[place]) != person)
            place = (place + 1) & (_places.Length - 1);
        return place;
    }

    private int FirstPlace(Guid person) => (int)(((uint)person.GetHashCode() * 0x9E3779B97F4A7C15UL) >> 32) & (_places.Length - 1);

    private void Grow()
    {
        int[] old = _places;
        _places = Empty(2 * old.Length);
        foreach (int slot in old.Where(slot => slot != Nobody))
            _places[PlaceOf(personOf(slot))] = slot;
    }

    private static int[] Empty(int places)
    {
        var empty = new int[places];
        Array.Fill(empty, Nobody);
        return empty;
    }
}
