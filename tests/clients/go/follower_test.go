package follower

import (
	"encoding/json"
	"os"
	"testing"

	"example.com/follower/sanvat"
)

type copied map[string]sanvat.Listing

// apply tells an upsert from a delete by the generated discriminator.
func (c copied) apply(change sanvat.Change) error {
	value, err := change.ValueByDiscriminator()
	if err != nil {
		return err
	}
	switch one := value.(type) {
	case sanvat.Upsert:
		if one.Listing != nil {
			c[one.Code] = *one.Listing
		}
	case sanvat.Delete:
		delete(c, one.Code)
	}
	return nil
}

func TestAnUpsertIsToldFromADelete(t *testing.T) {
	data, err := os.ReadFile("page.json")
	if err != nil {
		t.Fatal(err)
	}
	var page sanvat.ChangesPage
	if err := json.Unmarshal(data, &page); err != nil {
		t.Fatal(err)
	}
	kept := copied{"HP-NS-0101": {}}
	for _, change := range page.Items {
		if err := kept.apply(change); err != nil {
			t.Fatal(err)
		}
	}
	if len(kept) != 1 || kept["HP-OCOP-0026"].Category.Code != "12" {
		t.Fatalf("kept %v", kept)
	}
}
